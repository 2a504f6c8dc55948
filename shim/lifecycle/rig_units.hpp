// RigUnits: how the three programs of a rig are, as the supervisor or systemd knows them.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "rt/ipc/run_dir.hpp"
#include "shim/lifecycle/systemd_watch.hpp"
#include "shim/lifecycle/unit_state.hpp"

namespace tripline {

inline constexpr std::array<std::string_view, 3> kRigUnits{"core", "log", "web"};

/// `core`, `log` or `web` of a rig as a service of systemd: tripline-rt@main.service.
std::string systemd_unit_name(std::string_view unit, std::string_view rig);

/// Thread: any.
class RigUnits {
 public:
  /// `has_systemd`: systemd is asked for what no supervisor knows.
  RigUnits(const std::string& rig, RunDir run_dir, bool has_systemd);

  /// `unit` is one of kRigUnits. Nothing when nobody here knows it. May wait for limits::kBusAnswer.
  std::optional<UnitState> state(std::string_view unit) const;

 private:
  const RunDir run_dir_;
  std::map<std::string_view, std::unique_ptr<SystemdWatch>> services_;  ///< empty: there is no systemd
};

}  // namespace tripline
