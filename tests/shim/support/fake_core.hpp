// FakeCore: the core's ends of the two sockets, for readers and clients under test.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <zmq.hpp>

#include "rt/ipc/run_dir.hpp"
#include "schemas/control_reply_generated.h"
#include "schemas/control_request_generated.h"
#include "tests/shim/support/events.hpp"

namespace tripline::test {

/// The event socket: an XPUB, like the core's.
class FakePublisher {
 public:
  explicit FakePublisher(const RunDir& run_dir);

  void send(std::string_view key, const Bytes& bytes);
  /// Waits until a reader subscribed to exactly this key; false after some seconds.
  [[nodiscard]] bool wait_subscribed(std::string_view key) { return wait_for_wish('\1' + std::string(key)); }
  [[nodiscard]] bool wait_unsubscribed(std::string_view key) { return wait_for_wish('\0' + std::string(key)); }

 private:
  bool wait_for_wish(const std::string& wish);

  zmq::context_t context_{1};
  zmq::socket_t socket_{context_, zmq::socket_type::xpub};
};

/// The control socket: a ROUTER, like the core's, with an answer of the test's choice.
class FakeControl {
 public:
  using Answer = std::function<wire::ControlReplyT(const wire::ControlRequestT&)>;

  FakeControl(const RunDir& run_dir, Answer answer);
  ~FakeControl();

 private:
  void serve();

  Answer answer_;
  zmq::context_t context_{1};
  zmq::socket_t socket_{context_, zmq::socket_type::router};
  std::thread thread_;
};

}  // namespace tripline::test
