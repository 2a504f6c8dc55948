// NoControl: where neither systemd nor a supervisor is, the core is started and stopped by hand.
#pragma once

#include <utility>

#include "rt/ipc/run_dir.hpp"
#include "shim/lifecycle/core_control.hpp"

namespace tripline {

class NoControl final : public CoreControl {
 public:
  explicit NoControl(RunDir run_dir) : run_dir_(std::move(run_dir)) {}

  std::string_view name() const noexcept override { return "none"; }
  /// What a supervisor that is gone left behind.
  std::optional<UnitState> state() override { return read_unit_state(run_dir_.path, "core"); }
  Result<Outcome> ask(Verb /*verb*/, MonoTime /*until*/) override {
    return Error{ExitCode::kUnavailable,
                 "neither systemd nor `tripline rig run` runs this rig; start and stop the core by hand"};
  }

 private:
  RunDir run_dir_;
};

}  // namespace tripline
