#include "rt/ipc/event_publisher.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"

namespace tripline {
namespace {

constexpr mode_t kSocketMode = 0660;  // who may listen: the group of the run directory
constexpr int kLingerMs = 200;        // the last status still goes out; a stalled reader does not hold up the stop

}  // namespace

std::size_t topic_index(std::string_view key) {
  std::size_t index = 0;
  while (index < kTopics.size() && kTopics[index].key != key) ++index;
  RT_CHECK(index < kTopics.size());
  return index;
}

Result<EventPublisher> EventPublisher::bind(zmq::context_t& context, const RunDir& dir, std::uint64_t run_id) try {
  zmq::socket_t socket(context, zmq::socket_type::xpub);
  socket.set(zmq::sockopt::xpub_verboser, 1);  // every coming and going is seen, not only the first and the last
  socket.set(zmq::sockopt::sndhwm, limits::kEventHighWater);
  socket.set(zmq::sockopt::linger, kLingerMs);
  socket.bind(dir.events_endpoint());
  ::chmod((dir.path / "events.sock").c_str(), kSocketMode);
  return EventPublisher(std::move(socket), run_id);
} catch (const zmq::error_t& error) {
  return Error{ExitCode::kCannotCreate,
               fmt::format("{}: cannot bind the event socket: {}; is the run directory writable?",
                           dir.events_endpoint(), error.what())};
}

wire::Header EventPublisher::next_header(std::string_view key) {
  return {++sequence_[topic_index(key)], to_ns(MonoClock::now()), run_id_};
}

void EventPublisher::publish(std::string_view key, const flatbuffers::FlatBufferBuilder& built) {
  const auto index = topic_index(key);
  if (kTopics[index].retained)
    retained_[index].assign(reinterpret_cast<const char*>(built.GetBufferPointer()), built.GetSize());
  send(key, built.GetBufferPointer(), built.GetSize());
}

void EventPublisher::send(std::string_view key, const void* bytes, std::size_t size) {
  socket_.send(zmq::buffer(key), zmq::send_flags::sndmore | zmq::send_flags::dontwait);
  socket_.send(zmq::buffer(bytes, size), zmq::send_flags::dontwait);
}

void EventPublisher::serve_subscriptions(std::chrono::milliseconds wait) {
  zmq::pollitem_t item{socket_.handle(), 0, ZMQ_POLLIN, 0};
  zmq::poll(&item, 1, wait);
  for (zmq::message_t message; socket_.recv(message, zmq::recv_flags::dontwait);) take_subscription(message);
}

void EventPublisher::take_subscription(const zmq::message_t& message) {
  const auto text = message.to_string_view();
  if (text.empty() || static_cast<unsigned char>(text[0]) > 1) return;  // not a subscription: nothing else is defined
  const auto key = std::string(text.substr(1));
  const bool joins = text[0] == 1;
  auto& count = subscriptions_[key];
  count += joins ? 1 : -1;
  if (count <= 0) subscriptions_.erase(key);
  if (!joins) return;
  // XPUB cannot send to one subscriber alone: the others see the same sequence number again and know it.
  for (std::size_t i = 0; i < kTopics.size(); ++i)
    if (kTopics[i].key.substr(0, key.size()) == key && !retained_[i].empty())
      send(kTopics[i].key, retained_[i].data(), retained_[i].size());
}

bool EventPublisher::wanted(std::string_view key) const {
  for (const auto& [prefix, count] : subscriptions_)
    if (key.substr(0, prefix.size()) == prefix) return true;
  return false;
}

std::uint64_t EventPublisher::sent(std::string_view key) const { return sequence_[topic_index(key)]; }

}  // namespace tripline
