// The control socket: binds ROUTER, checks each request, answers it with what the handler says.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <zmq.hpp>

#include "rt/base/result.hpp"
#include "rt/ipc/run_dir.hpp"
#include "schemas/control_request_generated.h"

namespace tripline {

/// A request that passed the verifier.
struct ControlCommand {
  wire::Verb verb = wire::Verb::ping;
  std::string path;
  std::string value;
};

/// Thread: one (tl-control).
class ControlServer {
 public:
  using Handler = std::function<Result<std::string>(const ControlCommand&)>;

  /// Errors: kCannotCreate when the socket cannot be bound.
  static Result<ControlServer> bind(zmq::context_t& context, const RunDir& dir);

  /// Waits at most `wait` for requests and answers those that came. What cannot be read is answered with an error.
  void serve(std::chrono::milliseconds wait, const Handler& handler);

 private:
  explicit ControlServer(zmq::socket_t socket) : socket_(std::move(socket)) {}
  void answer_one(const Handler& handler, zmq::message_t& peer);

  zmq::socket_t socket_;
};

}  // namespace tripline
