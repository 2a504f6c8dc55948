// SystemdUnit: what systemd says about one service.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "rt/base/result.hpp"
#include "shim/lifecycle/system_bus.hpp"
#include "shim/lifecycle/unit_state.hpp"

namespace tripline {

/// Its properties by their names in org.freedesktop.systemd1(5).
struct SystemdUnit {
  std::string load_state;    ///< `loaded`, `not-found`, `masked`, …
  std::string active_state;  ///< `active`, `activating`, `deactivating`, `inactive`, `failed`, `reloading`
  std::string sub_state;     ///< `running`, `auto-restart`, …
  std::string result;        ///< `success`, `exit-code`, `signal`, `watchdog`, `start-limit-hit`, …
  pid_t main_pid = 0;
  int exec_main_code = 0;      ///< 1 exited, 2 killed, 3 dumped core (si_code of SIGCHLD); 0: never ran
  int exec_main_status = 0;    ///< its exit code or signal
  std::uint64_t since_us = 0;  ///< when active_state became what it is, CLOCK_REALTIME
  std::string id;              ///< its whole name
  std::string restart;         ///< Restart=: `no`, `on-failure`, …
  std::uint32_t restarts = 0;  ///< NRestarts: by itself, since somebody started it
  std::uint32_t start_limit_burst = 0;
  std::uint64_t start_limit_interval_us = 0;
  std::uint64_t exec_main_exit_us = 0;  ///< when the last process ended, CLOCK_REALTIME; 0: none has
};

/// The object of a unit on the bus. Errors: those of refusal().
Result<std::string> load_systemd_unit(sd_bus* bus, const std::string& name);

/// Its since_us alone, which changes with every change of its state. Errors: those of refusal().
Result<std::uint64_t> read_systemd_change(sd_bus* bus, const std::string& path);

/// Errors: those of refusal().
Result<SystemdUnit> read_systemd_unit(sd_bus* bus, const std::string& path);

/// In our words, without the last lines of its log. Nothing when systemd knows no such unit.
std::optional<UnitState> to_unit_state(const SystemdUnit& unit);

}  // namespace tripline
