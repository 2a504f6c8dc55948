// run_systemd_job: has systemd start, stop or restart a unit, and waits until it is done.
#pragma once

#include <string>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "shim/lifecycle/system_bus.hpp"
#include "shim/lifecycle/verb.hpp"

namespace tripline {

/// The result of the job in systemd's word: `done`, `failed`, `canceled`, `timeout`, `dependency`, `skipped`; empty:
/// not over yet at `until`. Errors: those of refusal().
Result<std::string> run_systemd_job(sd_bus* bus, Verb verb, const std::string& unit, MonoTime until);

}  // namespace tripline
