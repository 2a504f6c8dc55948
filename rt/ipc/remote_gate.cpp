#include "rt/ipc/remote_gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

namespace tripline {
namespace {

constexpr const char* kZap = "inproc://zeromq.zap.01";
constexpr const char* kMonitor = "inproc://tripline.events.monitor";
constexpr int kFailures =
    ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL;

// Frames of a ZAP request and, behind the status, of its answer.
enum ZapFrame : std::size_t {
  kVersion,
  kRequestId,
  kDomain,
  kAddress,
  kIdentity,
  kMechanism,
  kCredentials,
  kZapFrames
};

/// All frames of one message; empty when none is there.
std::vector<zmq::message_t> receive_all(zmq::socket_t& socket) {
  std::vector<zmq::message_t> frames;
  for (bool more = true; more; more = frames.back().more()) {
    zmq::message_t frame;
    if (!socket.recv(frame, zmq::recv_flags::dontwait)) break;
    frames.push_back(std::move(frame));
  }
  return frames;
}

bool is_curve_request(const std::vector<zmq::message_t>& frames) {
  return frames.size() == kZapFrames && frames[kVersion].to_string_view() == "1.0" &&
         frames[kMechanism].to_string_view() == "CURVE";
}

std::string_view words_for(std::uint16_t event) {
  if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) return "its key is not listed";
  if (event == ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL) return "it expects another server's key, or speaks no CURVE";
  return "it speaks no CURVE, went away or was silent";
}

zmq::socket_t quiet_socket(zmq::context_t& context, zmq::socket_type type) {
  zmq::socket_t socket(context, type);
  socket.set(zmq::sockopt::linger, 0);
  return socket;
}

}  // namespace

RemoteGate::RemoteGate(zmq::context_t& context, zmq::socket_t& guarded, std::vector<CurveClient> clients)
    : clients_(std::move(clients)),
      questions_(quiet_socket(context, zmq::socket_type::rep)),
      failures_(quiet_socket(context, zmq::socket_type::pair)) {
  questions_.bind(kZap);
  if (::zmq_socket_monitor(guarded.handle(), kMonitor, kFailures) != 0) throw zmq::error_t();
  failures_.connect(kMonitor);
}

std::vector<zmq::pollitem_t> RemoteGate::poll_items() {
  return {{questions_.handle(), 0, ZMQ_POLLIN, 0}, {failures_.handle(), 0, ZMQ_POLLIN, 0}};
}

void RemoteGate::serve() {
  while (answer_one()) {
  }
  while (count_one()) {
  }
}

const CurveClient* RemoteGate::find(const zmq::message_t& key) const {
  const auto found = std::ranges::find_if(clients_, [&](const CurveClient& client) {
    return key.size() == client.public_key.size() && std::memcmp(key.data(), client.public_key.data(), key.size()) == 0;
  });
  return found == clients_.end() ? nullptr : &*found;
}

bool RemoteGate::answer_one() {
  auto frames = receive_all(questions_);
  if (frames.empty()) return false;
  const auto* client = is_curve_request(frames) ? find(frames[kCredentials]) : nullptr;
  const std::string_view id = frames.size() > kRequestId ? frames[kRequestId].to_string_view() : std::string_view();
  const std::array<std::string_view, 6> answer{"1.0",
                                               id,
                                               client != nullptr ? "200" : "400",
                                               client != nullptr ? "OK" : "no listed key",
                                               client != nullptr ? std::string_view(client->name) : "",
                                               ""};
  for (std::size_t i = 0; i < answer.size(); ++i)
    questions_.send(zmq::buffer(answer[i]),
                    i + 1 < answer.size() ? zmq::send_flags::sndmore : zmq::send_flags::dontwait);
  return true;
}

// A monitor's message: the event's number in two bytes and a value in four; then the address.
bool RemoteGate::count_one() {
  const auto frames = receive_all(failures_);
  if (frames.size() != 2 || frames[0].size() < sizeof(std::uint16_t)) return false;
  std::uint16_t event = 0;
  std::memcpy(&event, frames[0].data(), sizeof event);
  ++refused_;
  newest_refusal_ = fmt::format("at {}: {}", frames[1].to_string_view(), words_for(event));
  return true;
}

}  // namespace tripline
