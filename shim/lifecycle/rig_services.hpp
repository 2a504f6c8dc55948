// RigServices: the three services of a rig in systemd, together.
#pragma once

#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "shim/lifecycle/system_bus.hpp"

namespace tripline {

/// Thread: one. Errors of all: those of refusal().
class RigServices {
 public:
  /// Of this machine, or of a test's bus.
  static Result<RigServices> open(const std::string& rig);

  /// They start with the machine: all three, or none.
  Result<void> enable();
  /// Starts core, recorder and web, each awaited for limits::kRigStart; a line for each one that did not start.
  std::vector<std::string> start();
  /// Stops the three and has them start no more. Errors: also kSystem when one does not stop.
  Result<void> retire();
  /// systemd reads what has changed in the rig's drop-ins.
  Result<void> reload();

 private:
  RigServices(SystemBus bus, const std::string& rig);
  std::string start_one(const std::string& unit);

  SystemBus bus_;
  std::vector<std::string> units_;
};

}  // namespace tripline
