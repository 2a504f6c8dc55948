#include "shim/bus/event_subscriber.hpp"

#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "rt/base/limits.hpp"
#include "rt/base/log.hpp"
#include "rt/ipc/aligned.hpp"
#include "rt/ipc/run_dir_trust.hpp"
#include "schemas/common_generated.h"

namespace tripline {
namespace {

using std::chrono::milliseconds;

constexpr int kReconnectFirstMs = 20;
constexpr int kReconnectLastMs = 250;
constexpr milliseconds kLookEvery{kReconnectLastMs};  // whose the run directory is, which may be another one by now
constexpr flatbuffers::voffset_t kHeaderField = 4;    // field id 0 of every event

int in_ms(milliseconds time) { return static_cast<int>(time.count()); }

// Every root table begins with the header, and verify_event() has seen that it is there.
const wire::Header& header_of(const zmq::message_t& message) {
  return *flatbuffers::GetRoot<flatbuffers::Table>(message.data())->GetStruct<const wire::Header*>(kHeaderField);
}

// Without the exception that the C++ wrapper makes of an interrupted call.
bool try_receive(zmq::socket_t& socket, zmq::message_t& part) {
  return ::zmq_msg_recv(part.handle(), socket.handle(), ZMQ_DONTWAIT) >= 0;
}

// The part behind `key`, when it is the last one. ZeroMQ delivers all parts of a message or none, so nothing blocks.
std::optional<zmq::message_t> second_of_two(zmq::socket_t& socket, const zmq::message_t& key) {
  zmq::message_t body;
  if (!key.more() || !try_receive(socket, body)) return std::nullopt;
  bool more = body.more();
  const bool is_last = !more;
  for (zmq::message_t rest; more; more = rest.more())
    if (!try_receive(socket, rest)) break;
  if (!is_last) return std::nullopt;
  return body;
}

}  // namespace

std::uint64_t BusCounts::lost_total() const noexcept {
  return std::accumulate(lost.begin(), lost.end(), std::uint64_t{0});
}

EventSubscriber::EventSubscriber() : socket_(context_, zmq::socket_type::sub) {
  socket_.set(zmq::sockopt::linger, 0);
  socket_.set(zmq::sockopt::rcvhwm, limits::kEventHighWater);
  socket_.set(zmq::sockopt::reconnect_ivl, kReconnectFirstMs);
  socket_.set(zmq::sockopt::reconnect_ivl_max, kReconnectLastMs);
  socket_.set(zmq::sockopt::maxmsgsize, limits::kEventWireBytes);
}

EventSubscriber::EventSubscriber(const RunDir& run_dir) : EventSubscriber() {
  run_dir_ = run_dir;
  look_at_run_dir(MonoClock::now());
}

// ZeroMQ connects again by the path, whatever is there then. Before anything is, check_run_dir() has seen that a
// stranger cannot put it there; what rights the directory itself gives is seen here.
void EventSubscriber::look_at_run_dir(MonoTime now) {
  if (!run_dir_ || (looked_at_ != MonoTime{} && now - looked_at_ < kLookEvery)) return;
  looked_at_ = now;
  const auto checked = check_run_dir(*run_dir_);
  tell_distrust(checked ? std::string() : checked.error().message);
  const bool trusted = checked.has_value();
  if (trusted == connected_) return;
  trusted ? socket_.connect(run_dir_->events_endpoint()) : socket_.disconnect(run_dir_->events_endpoint());
  connected_ = trusted;
}

EventSubscriber::EventSubscriber(const RemoteEvents& remote) : EventSubscriber() {
  socket_.set(zmq::sockopt::curve_serverkey, zmq::buffer(remote.server_key));
  socket_.set(zmq::sockopt::curve_publickey, zmq::buffer(remote.own.public_key));
  socket_.set(zmq::sockopt::curve_secretkey, zmq::buffer(remote.own.secret_key));
  socket_.set(zmq::sockopt::handshake_ivl, in_ms(limits::kHandshake));
  socket_.set(zmq::sockopt::heartbeat_ivl, in_ms(limits::kRemoteBeat));
  socket_.set(zmq::sockopt::heartbeat_timeout, in_ms(limits::kRemoteSilence));
  socket_.connect(remote.endpoint);
}

void EventSubscriber::tell_distrust(const std::string& why) {
  if (why != distrust_ && !why.empty()) log_warning("bus", why);
  distrust_ = why;
}

void EventSubscriber::subscribe(const std::string& key) {
  if (keys_.insert(key).second) socket_.set(zmq::sockopt::subscribe, key);
}

void EventSubscriber::unsubscribe(const std::string& key) {
  if (keys_.erase(key) == 0) return;
  socket_.set(zmq::sockopt::unsubscribe, key);
  for (std::size_t place = 0; place < kTopics.size(); ++place)
    if (kTopics[place].key.starts_with(key)) watch_.forget(place);
}

std::optional<Event> EventSubscriber::receive(milliseconds timeout) {
  const auto deadline = MonoClock::now() + timeout;
  for (auto left = timeout; left >= milliseconds::zero();) {
    look_at_run_dir(MonoClock::now());
    const auto wait = run_dir_ ? std::min(left, kLookEvery) : left;
    zmq::pollitem_t item{socket_.handle(), 0, ZMQ_POLLIN, 0};
    const int ready = ::zmq_poll(&item, 1, wait.count());
    if (ready < 0 || (ready == 0 && wait == left)) return std::nullopt;
    if (ready > 0)
      if (auto event = take()) return event;
    left = std::chrono::duration_cast<milliseconds>(deadline - MonoClock::now());
  }
  return std::nullopt;
}

std::optional<Event> EventSubscriber::take() {
  zmq::message_t key;
  if (!try_receive(socket_, key)) return std::nullopt;
  auto body = second_of_two(socket_, key);
  if (!body) return ++counts_.rejected, std::nullopt;
  return accept(key.to_string_view(), std::move(*body));
}

std::optional<Event> EventSubscriber::accept(std::string_view key, zmq::message_t body) {
  const auto topic = find_topic(key);
  if (!topic || body.size() > limits::kEventBytes) return ++counts_.rejected, std::nullopt;
  align(body);
  if (!verify_event(*topic, body.data(), body.size())) return ++counts_.rejected, std::nullopt;

  const auto& header = header_of(body);
  const auto place = topic_place(topic->key);
  const auto verdict = watch_.see(place, header.sequence(), header.run_id());
  if (verdict.run_began) ++counts_.runs;
  counts_.lost[place] += verdict.lost;
  if (verdict.repeated) return ++counts_.repeated, std::nullopt;
  ++counts_.received;
  Event event{*topic, {}, header.sequence(), header.run_id(), mono_from_ns(header.mono_ns())};
  event.message = std::move(body);
  return event;
}

}  // namespace tripline
