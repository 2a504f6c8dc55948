#include "rt/ipc/event_publisher.hpp"

#include <fmt/format.h>

#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"
#include "rt/ipc/private_umask.hpp"

namespace tripline {
namespace {

constexpr int kLingerMs = 200;  // the last status still goes out; a stalled reader does not hold up the stop

int in_ms(std::chrono::milliseconds time) { return static_cast<int>(time.count()); }

// They hold for what is bound from now on: the socket in the run directory needs no keys, it has a mode and a group.
void demand_keys(zmq::socket_t& socket, const CurvePair& server) {
  socket.set(zmq::sockopt::zap_domain, std::string("tripline"));
  socket.set(zmq::sockopt::curve_server, true);
  socket.set(zmq::sockopt::curve_secretkey, zmq::buffer(server.secret_key));
  socket.set(zmq::sockopt::handshake_ivl, in_ms(limits::kHandshake));
  socket.set(zmq::sockopt::heartbeat_ivl, in_ms(limits::kRemoteBeat));
  socket.set(zmq::sockopt::heartbeat_timeout, in_ms(limits::kRemoteSilence));
}

Error cannot_bind(const std::string& endpoint, const zmq::error_t& error) {
  if (error.num() == EADDRINUSE)
    return {ExitCode::kInUse,
            fmt::format("events.tcp_endpoint {}: another process listens there; choose another port", endpoint)};
  return {ExitCode::kCannotCreate, fmt::format("events.tcp_endpoint {}: cannot listen there: {}; name an address of "
                                               "this machine, e.g. tcp://0.0.0.0:5557",
                                               endpoint, error.what())};
}

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
  socket.set(zmq::sockopt::maxmsgsize, limits::kSubscriptionBytes);
  const PrivateUmask for_the_group_alone;
  socket.bind(dir.events_endpoint());
  return EventPublisher(std::move(socket), run_id);
} catch (const zmq::error_t& error) {
  return Error{ExitCode::kCannotCreate,
               fmt::format("{}: cannot bind the event socket: {}; is the run directory writable?",
                           dir.events_endpoint(), error.what())};
}

Result<void> EventPublisher::open_remote(zmq::context_t& context, RemoteAccess access) try {
  gate_ = std::make_unique<RemoteGate>(context, socket_, std::move(access.clients));
  demand_keys(socket_, access.server);
  socket_.bind(access.endpoint);
  remote_endpoint_ = socket_.get(zmq::sockopt::last_endpoint);
  return {};
} catch (const zmq::error_t& error) {
  return cannot_bind(access.endpoint, error);
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

void EventPublisher::wait(std::chrono::milliseconds wait) {
  std::vector<zmq::pollitem_t> items{{socket_.handle(), 0, ZMQ_POLLIN, 0}};
  if (gate_)
    for (const auto& item : gate_->poll_items()) items.push_back(item);
  zmq::poll(items, wait);
}

void EventPublisher::serve_subscriptions(std::chrono::milliseconds wait) {
  this->wait(wait);
  if (gate_) gate_->serve();
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
