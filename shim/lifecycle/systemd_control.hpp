// SystemdControl: the core as a service of systemd, which is asked over D-Bus; polkit says who may.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "shim/lifecycle/core_control.hpp"
#include "shim/lifecycle/system_bus.hpp"

namespace tripline {

/// Exactly `tripline-rt@<rig>.service`.
class SystemdControl final : public CoreControl {
 public:
  explicit SystemdControl(const std::string& rig);

  std::string_view name() const noexcept override { return "systemd"; }
  /// Nothing too when systemd does not answer. The last lines are the journal's.
  std::optional<UnitState> state() override;
  /// The job of systemd is awaited.
  Result<Outcome> ask(Verb verb, MonoTime until) override;

 private:
  Result<void> look();
  Result<void> read();
  Error failed(Verb verb, const std::string& job_result);

  const std::string unit_;
  std::mutex mutex_;  ///< of what is below
  SystemBus bus_;     ///< null: to be opened
  std::string path_;  ///< of the unit's object
  std::optional<UnitState> last_;
  std::uint64_t since_us_ = 0;  ///< of last_, as systemd says it
  MonoTime lines_until_{};      ///< its lines are read again until then
};

}  // namespace tripline
