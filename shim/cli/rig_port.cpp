#include "shim/cli/rig_port.hpp"

#include <fmt/format.h>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

/// `rig track's`, `held by process 4711 (nginx)`; empty: it can be had.
std::string whose(std::uint16_t port, const std::vector<RegisteredRig>& rigs, const PortHolder& holder_of) {
  for (const auto& rig : rigs)
    if (rig.env && rig.env->port == port) return fmt::format("rig {}'s", rig.name);
  const auto holder = holder_of(port);
  return holder.empty() ? holder : "held by " + holder;
}

}  // namespace

Result<std::uint16_t> choose_rig_port(const std::vector<RegisteredRig>& rigs, const RigPortWish& wish,
                                      const PortHolder& holder_of) {
  if (wish.asked) {
    if (const auto checked = check_rig_port(*wish.asked); !checked) return checked.error();
    const auto owner = whose(*wish.asked, rigs, holder_of);
    if (owner.empty()) return *wish.asked;
    return Error{ExitCode::kInUse,
                 fmt::format("port {} is {}; choose another with --port or leave it out", *wish.asked, owner)};
  }
  if (wish.formerly && whose(*wish.formerly, rigs, holder_of).empty()) return *wish.formerly;
  for (std::uint16_t port = limits::kRigPortFirst; port <= limits::kRigPortLast; ++port)
    if (whose(port, rigs, holder_of).empty()) return port;
  return Error{ExitCode::kInUse, fmt::format("ports {} to {} are all taken; choose one with --port",
                                             limits::kRigPortFirst, limits::kRigPortLast)};
}

}  // namespace tripline
