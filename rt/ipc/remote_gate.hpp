// RemoteGate: who may subscribe from another machine: listed keys alone (ZAP), everybody else is counted.
#pragma once

#include <cstdint>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "rt/ipc/curve_key.hpp"

namespace tripline {

/// What the event socket needs to be reached over TCP.
struct RemoteAccess {
  std::string endpoint;  ///< tcp://address:port
  CurvePair server;
  std::vector<CurveClient> clients;
};

/// Thread: one, that of the socket it guards. Made before that socket is bound to anything strangers reach.
class RemoteGate {
 public:
  /// Throws zmq::error_t, as a second gate in the same context does.
  RemoteGate(zmq::context_t& context, zmq::socket_t& guarded, std::vector<CurveClient> clients);

  /// What serve() waits for, to be polled beside other sockets.
  std::vector<zmq::pollitem_t> poll_items();
  /// Answers who is waiting, and counts who was turned away. Never waits.
  void serve();

  /// Handshakes that led to nothing: another key, another server's key, no encryption, no ZeroMQ, too late.
  std::uint64_t refused() const noexcept { return refused_; }
  /// What was wrong with the newest of them, in words.
  const std::string& newest_refusal() const noexcept { return newest_refusal_; }

 private:
  bool answer_one();
  bool count_one();
  const CurveClient* find(const zmq::message_t& key) const;

  std::vector<CurveClient> clients_;
  zmq::socket_t questions_;  ///< ZAP, https://rfc.zeromq.org/spec/27
  zmq::socket_t failures_;   ///< the guarded socket's monitor
  std::uint64_t refused_ = 0;
  std::string newest_refusal_;
};

}  // namespace tripline
