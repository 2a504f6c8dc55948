// SystemdControl: the core as a service of systemd, which is asked over D-Bus; polkit says who may.
#pragma once

#include <optional>
#include <string>

#include "shim/lifecycle/core_control.hpp"
#include "shim/lifecycle/systemd_watch.hpp"

namespace tripline {

/// Exactly `tripline-rt@<rig>.service`.
class SystemdControl final : public CoreControl {
 public:
  explicit SystemdControl(const std::string& rig);

  std::string_view name() const noexcept override { return "systemd"; }
  std::optional<UnitState> state() override { return watch_.state(); }
  /// The job of systemd is awaited.
  Result<Outcome> ask(Verb verb, MonoTime until) override;

 private:
  Error failed(Verb verb, const std::string& job_result);

  const std::string unit_;
  SystemdWatch watch_{unit_};
};

}  // namespace tripline
