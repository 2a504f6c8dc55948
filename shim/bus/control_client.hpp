// ControlClient: asks one thing of the core on its control socket and waits for the answer.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <zmq.hpp>

#include "rt/base/limits.hpp"
#include "rt/base/result.hpp"
#include "rt/ipc/run_dir.hpp"
#include "schemas/control_request_generated.h"

namespace tripline {

/// Thread: one. A request that was not answered in time is forgotten, never delivered to a core that starts later.
class ControlClient {
 public:
  explicit ControlClient(RunDir run_dir) : run_dir_(std::move(run_dir)) {}

  /// Changes the configuration by `patch` or `replace`, see schemas/control_request.fbs; its verb, and the fields that
  /// belong to it, are the caller's. Returns the reply's value. Errors: as request(); kConflict when another revision
  /// is in force.
  Result<std::string> change(wire::ControlRequestT request,
                             std::chrono::milliseconds timeout = limits::kControlTimeout);

  /// Sends `verb` and returns the reply's value ("" where the verb has none).
  /// Errors: kUnavailable when no core answers within `timeout`; kUsage when the request is too long; what the core
  /// refuses comes back in its own words and with its code, but never as kUnavailable: kFailure then. kNoPermission too
  /// when the run directory is not to be trusted, see check_run_dir().
  Result<std::string> request(wire::Verb verb, std::string_view path = {}, std::string_view value = {},
                              std::chrono::milliseconds timeout = limits::kControlTimeout);

 private:
  Result<std::string> ask(wire::ControlRequestT& request, std::chrono::milliseconds timeout);

  RunDir run_dir_;
  zmq::context_t context_{1};
  std::uint64_t last_request_id_ = 0;
};

}  // namespace tripline
