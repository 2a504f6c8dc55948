// The control socket: binds ROUTER, checks each request, answers it with what the handler says.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "rt/base/result.hpp"
#include "rt/ipc/run_dir.hpp"
#include "schemas/control_request_generated.h"

namespace tripline {

/// What becomes of one field.
struct ControlChange {
  std::string path;
  std::optional<std::string> json;  ///< nothing: its override is taken back
};

/// A request that passed the verifier; see schemas/control_request.fbs.
struct ControlCommand {
  wire::Verb verb = wire::Verb::ping;
  std::string path;
  std::string value;
  std::vector<ControlChange> changes;
  std::uint64_t run_id = 0;
  std::uint32_t revision = 0;  ///< 0: any
  bool dry_run = false;
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
