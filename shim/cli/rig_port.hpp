// The port of a new rig's page.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "shim/lifecycle/rig_registry.hpp"

namespace tripline {

struct RigPortWish {
  std::optional<std::uint16_t> asked;     ///< this one or none
  std::optional<std::uint16_t> formerly;  ///< this one when it can be had
};

/// Who listens on a port now; empty: nobody.
using PortHolder = std::function<std::string(std::uint16_t)>;

/// Otherwise the first one from limits::kRigPortFirst to limits::kRigPortLast that no rig has and nobody listens on.
/// Errors: kInUse, naming who has it; kUsage for a port that no rig can have.
Result<std::uint16_t> choose_rig_port(const std::vector<RegisteredRig>& rigs, const RigPortWish& wish,
                                      const PortHolder& holder_of);

}  // namespace tripline
