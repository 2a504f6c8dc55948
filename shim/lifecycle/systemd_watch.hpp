// SystemdWatch: how one service of systemd is, asked over D-Bus again and again.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "rt/base/time.hpp"
#include "shim/lifecycle/system_bus.hpp"
#include "shim/lifecycle/unit_state.hpp"

namespace tripline {

/// Keeps its connection to the bus, and asks for everything only when the service has changed. Thread: any.
class SystemdWatch {
 public:
  /// `unit` is the whole name: tripline-log@main.service.
  explicit SystemdWatch(std::string unit) : unit_(std::move(unit)) {}

  /// Nothing when systemd knows no such unit, or does not answer. The last lines are the journal's. May wait for
  /// limits::kBusAnswer.
  std::optional<UnitState> state();

 private:
  Result<void> look();
  Result<void> read();

  const std::string unit_;
  std::mutex mutex_;  ///< of what is below
  SystemBus bus_;     ///< null: to be opened
  std::string path_;  ///< of the unit's object
  std::optional<UnitState> last_;
  std::uint64_t since_us_ = 0;  ///< of last_, as systemd says it
  MonoTime lines_until_{};      ///< its lines are read again until then
};

}  // namespace tripline
