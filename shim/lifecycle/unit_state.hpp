// UnitState: what the supervisor knows about one process of a rig, kept as a small JSON file in the run directory.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rt/base/result.hpp"

namespace tripline {

enum class UnitPhase : std::uint8_t { kStarting, kRunning, kStopping, kStopped, kFailed };

/// `STARTING`, `RUNNING`, `STOPPING`, `STOPPED` or `FAILED`.
std::string_view to_text(UnitPhase phase) noexcept;

struct UnitState {
  UnitPhase phase = UnitPhase::kStopped;
  pid_t pid = 0;                 ///< 0: no process
  std::string since;             ///< when this phase began, ISO 8601, UTC
  std::optional<int> exit_code;  ///< of the last process, when it ended by itself
  std::optional<int> signal;     ///< of the last process, when a signal ended it
  std::string reason;            ///< one line for a person; empty: nothing to say
  std::vector<std::string> log;  ///< the last lines that it said, once it has ended, oldest first

  bool operator==(const UnitState&) const = default;
};

/// The units of a rig: `core`, `log`, `web`. Their files are `<run_dir>/<unit>.state`.
std::filesystem::path unit_state_file(const std::filesystem::path& run_dir, std::string_view unit);

/// Replaces the file in one step, so that a reader sees the old or the new one. Errors: kCannotCreate.
Result<void> write_unit_state(const std::filesystem::path& run_dir, std::string_view unit, const UnitState& state);

/// What the file says, checked against /proc: a unit whose process is gone is kFailed with `process N is gone`, or
/// kStopped where it was told to go.
/// Nothing when there is no readable file: no supervisor has started this unit.
std::optional<UnitState> read_unit_state(const std::filesystem::path& run_dir, std::string_view unit);

}  // namespace tripline
