// RigMachine: where the rigs are that a command is about: on this machine, or in a directory that stands for its /.
#pragma once

#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "shim/lifecycle/rig_registry.hpp"

namespace tripline {

class RigMachine {
 public:
  explicit RigMachine(const std::string& root) : registry_(root) {}

  const RigRegistry& registry() const noexcept { return registry_; }
  /// Not an image, and not a test's directory.
  bool is_this_one() const noexcept { return registry_.root() == "/"; }
  /// systemd runs, and its units are of these rigs.
  bool has_systemd() const noexcept;
  /// The registry is changed by root alone, on this machine. Errors: kNoPermission with the remedy.
  Result<void> check_may_change(const std::string& command) const;

 private:
  RigRegistry registry_;
};

/// Errors: kNoInput, which names the rigs that there are.
Result<RegisteredRig> find_rig(const RigRegistry& registry, const std::string& name);

/// `port 8081 is that of left and right; …`: a line for each port that more than one of them has.
std::vector<std::string> port_conflicts(const std::vector<RegisteredRig>& rigs);

}  // namespace tripline
