#include "shim/lifecycle/systemd_unit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "shim/lifecycle/unit.hpp"
#include "shim/lifecycle/utc_text.hpp"

namespace tripline {
namespace {

constexpr const char* kService = "org.freedesktop.systemd1";
constexpr const char* kUnit = "org.freedesktop.systemd1.Unit";
constexpr const char* kServiceUnit = "org.freedesktop.systemd1.Service";

/// Reads properties one after the other; after a failure it reads no more.
class PropertyReader {
 public:
  PropertyReader(sd_bus* bus, const std::string& path) : bus_(bus), path_(path) {}

  void text(const char* interface, const char* name, std::string& into) {
    char* got = nullptr;
    if (result_ >= 0)
      result_ = ::sd_bus_get_property_string(bus_, kService, path_.c_str(), interface, name, &error_.raw, &got);
    if (got != nullptr) into = got;
    std::free(got);
  }
  template <typename Number>
  void number(const char* interface, const char* name, char type, Number& into) {
    if (result_ >= 0)
      result_ = ::sd_bus_get_property_trivial(bus_, kService, path_.c_str(), interface, name, &error_.raw, type, &into);
  }
  Result<void> done(const char* what) const {
    if (result_ >= 0) return {};
    return refusal(what, result_, error_);
  }

 private:
  sd_bus* bus_;
  const std::string& path_;
  BusError error_;
  int result_ = 0;
};

/// `auto-restart`, and from systemd 254 on `auto-restart-queued`.
bool waits_for_restart(const SystemdUnit& unit) { return unit.sub_state.starts_with("auto-restart"); }

UnitPhase phase_of(const SystemdUnit& unit) {
  if (waits_for_restart(unit) || unit.active_state == "failed") return UnitPhase::kFailed;
  if (unit.active_state == "activating") return UnitPhase::kStarting;
  if (unit.active_state == "deactivating") return UnitPhase::kStopping;
  if (unit.active_state == "active" || unit.active_state == "reloading") return UnitPhase::kRunning;
  return UnitPhase::kStopped;
}

std::optional<ChildExit> exit_of(const SystemdUnit& unit) {
  if (unit.main_pid != 0 || unit.exec_main_code == 0) return std::nullopt;
  if (unit.exec_main_code == 1) return ChildExit{unit.exec_main_status, std::nullopt};
  return ChildExit{std::nullopt, unit.exec_main_status};
}

/// It was started too often. Where systemd's own restarts came to the limit, Result stays what ended the last process:
/// a service that is to be restarted fails after a restart for no other reason, unless its exit code forbids one.
bool has_given_up(const SystemdUnit& unit, const std::optional<ChildExit>& exit) {
  if (unit.result == "start-limit-hit") return true;
  const bool forbids_restart = exit && exit->code && is_final(*exit->code);
  return unit.active_state == "failed" && unit.restart != "no" && unit.restarts > 0 && !forbids_restart;
}

/// The limit counts from a start that systemd does not tell, but none that counts was later than the last end.
std::string told_limit(const SystemdUnit& unit) {
  const auto last = unit.exec_main_exit_us != 0 ? unit.exec_main_exit_us : unit.since_us;
  const auto over = WallTime(std::chrono::microseconds(last + unit.start_limit_interval_us));
  return fmt::format(
      "started {} times within {} s, systemd gives up: start it after {}, or at once after "
      "`systemctl reset-failed {}`",
      unit.start_limit_burst, unit.start_limit_interval_us / 1'000'000, utc_text(over),
      unit.id.substr(0, unit.id.rfind(".service")));
}

std::string told_end(const SystemdUnit& unit, const std::optional<ChildExit>& exit) {
  if (unit.result == "watchdog") return "its loops stood still: the watchdog ended it";
  auto end = exit ? describe(*exit) : std::string("it was not started");
  constexpr std::array<std::string_view, 4> kSaidAlready{"exit-code", "signal", "core-dump", "start-limit-hit"};
  if (std::find(kSaidAlready.begin(), kSaidAlready.end(), unit.result) == kSaidAlready.end())
    end += fmt::format("; systemd says: {}", unit.result);
  return end;
}

std::string reason_of(const SystemdUnit& unit, const std::optional<ChildExit>& exit) {
  if (unit.load_state == "masked") return "the unit is masked: unmask it with `systemctl unmask`";
  if (unit.result == "success") return {};
  auto reason = told_end(unit, exit);
  if (waits_for_restart(unit)) return reason + "; systemd starts it again";
  return has_given_up(unit, exit) ? reason + "; " + told_limit(unit) : reason;
}

}  // namespace

Result<std::string> load_systemd_unit(sd_bus* bus, const std::string& name) {
  BusError error;
  sd_bus_message* reply = nullptr;
  const char* path = nullptr;
  int result = ::sd_bus_call_method(bus, kService, "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager",
                                    "LoadUnit", &error.raw, &reply, "s", name.c_str());
  const BusMessage owner(reply);
  if (result >= 0) result = ::sd_bus_message_read(reply, "o", &path);
  if (result < 0) return refusal("systemd: " + name, result, error);
  return std::string(path);
}

Result<std::uint64_t> read_systemd_change(sd_bus* bus, const std::string& path) {
  std::uint64_t since_us = 0;
  PropertyReader reader(bus, path);
  reader.number(kUnit, "StateChangeTimestamp", 't', since_us);
  if (const auto done = reader.done("systemd: the state of the unit"); !done) return done.error();
  return since_us;
}

Result<SystemdUnit> read_systemd_unit(sd_bus* bus, const std::string& path) {
  SystemdUnit unit;
  std::uint32_t pid = 0;
  PropertyReader reader(bus, path);
  reader.number(kUnit, "StateChangeTimestamp", 't', unit.since_us);  // first: a change behind it is read next time
  reader.text(kUnit, "Id", unit.id);
  reader.text(kUnit, "LoadState", unit.load_state);
  reader.text(kUnit, "ActiveState", unit.active_state);
  reader.text(kUnit, "SubState", unit.sub_state);
  if (unit.load_state == "loaded") {
    reader.number(kUnit, "StartLimitBurst", 'u', unit.start_limit_burst);
    reader.number(kUnit, "StartLimitIntervalUSec", 't', unit.start_limit_interval_us);
    reader.text(kServiceUnit, "Restart", unit.restart);
    reader.number(kServiceUnit, "NRestarts", 'u', unit.restarts);
    reader.text(kServiceUnit, "Result", unit.result);
    reader.number(kServiceUnit, "MainPID", 'u', pid);
    reader.number(kServiceUnit, "ExecMainCode", 'i', unit.exec_main_code);
    reader.number(kServiceUnit, "ExecMainStatus", 'i', unit.exec_main_status);
    reader.number(kServiceUnit, "ExecMainExitTimestamp", 't', unit.exec_main_exit_us);
  }
  if (const auto done = reader.done("systemd: the state of the unit"); !done) return done.error();
  unit.main_pid = static_cast<pid_t>(pid);
  return unit;
}

std::optional<UnitState> to_unit_state(const SystemdUnit& unit) {
  if (unit.load_state == "not-found") return std::nullopt;
  const auto exit = exit_of(unit);
  UnitState state;
  state.phase = phase_of(unit);
  state.pid = unit.main_pid;
  if (unit.since_us != 0) state.since = utc_text(WallTime(std::chrono::microseconds(unit.since_us)));
  if (exit) {
    state.exit_code = exit->code;
    state.signal = exit->signal;
  }
  state.reason = reason_of(unit, exit);
  return state;
}

}  // namespace tripline
