// Readiness: whether a rig can do its work: core, camera, buses, recorder, disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "rt/base/time.hpp"
#include "schemas/status_generated.h"
#include "shim/api/core_health.hpp"
#include "shim/lifecycle/unit_state.hpp"

namespace tripline {

struct ReadyCheck {
  std::string name;
  bool ok = false;
  std::string detail;  ///< one line: how it is, or what is wrong
};

struct Readiness {
  std::vector<ReadyCheck> checks;
  bool ready() const noexcept;
};

/// What the checks look at.
struct ReadyView {
  CoreHealth core;
  const wire::Status* status = nullptr;  ///< nullptr: none told
  std::optional<UnitState> recorder;     ///< nothing: no supervisor here knows a recorder
  std::filesystem::path state_dir;
  std::optional<std::uint64_t> free_bytes;  ///< of the state directory; nothing: it is not there
};

/// While the core is not alive, camera and buses are not ready either: what it told last is no longer the truth.
Readiness judge_readiness(const ReadyView& view);

/// Bytes that an unprivileged process can still write there; nothing when there is no such directory.
std::optional<std::uint64_t> free_bytes(const std::filesystem::path& dir);

}  // namespace tripline
