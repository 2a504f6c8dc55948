// SupervisorControl: the core as a child of `tripline rig run`, which is asked over a socket in the run directory.
#pragma once

#include <utility>

#include "rt/ipc/run_dir.hpp"
#include "shim/lifecycle/core_control.hpp"

namespace tripline {

class SupervisorControl final : public CoreControl {
 public:
  explicit SupervisorControl(RunDir run_dir) : run_dir_(std::move(run_dir)) {}

  std::string_view name() const noexcept override { return "supervisor"; }
  std::optional<UnitState> state() override { return read_unit_state(run_dir_.path, "core"); }
  Result<Outcome> ask(Verb verb, MonoTime until) override;

 private:
  Result<void> send(Verb verb) const;

  RunDir run_dir_;
};

}  // namespace tripline
