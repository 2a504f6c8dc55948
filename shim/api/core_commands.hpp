// CoreCommands: the core's control socket for HTTP workers: a client of its own for each request.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "shim/bus/control_client.hpp"

namespace tripline {

/// Thread: any. Blocks at most limits::kControlTimeout. Errors: those of ControlClient.
class CoreCommands {
 public:
  explicit CoreCommands(RunDir run_dir) : run_dir_(std::move(run_dir)) {}

  Result<std::string> request(wire::Verb verb, std::string_view value = {}) const {
    return ControlClient(run_dir_).request(verb, {}, value);
  }
  Result<std::string> change(wire::ControlRequestT request) const {
    return ControlClient(run_dir_).change(std::move(request));
  }

 private:
  const RunDir run_dir_;
};

}  // namespace tripline
