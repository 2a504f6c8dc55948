#include "shim/lifecycle/systemd_unit_files.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr const char* kService = "org.freedesktop.systemd1";
constexpr const char* kPath = "/org/freedesktop/systemd1";
constexpr const char* kManager = "org.freedesktop.systemd1.Manager";

/// Calls `method` with the units, then so many booleans, all of them false: for good, and nothing is replaced.
Result<void> call(sd_bus* bus, const char* method, const std::string& what, const std::vector<std::string>& units,
                  int booleans) {
  BusError error;
  sd_bus_message* made = nullptr;
  int result = ::sd_bus_message_new_method_call(bus, &made, kService, kPath, kManager, method);
  const BusMessage message(made);
  if (booleans > 0) {
    std::vector<char*> names;
    std::transform(units.begin(), units.end(), std::back_inserter(names),
                   [](const std::string& unit) { return const_cast<char*>(unit.c_str()); });
    names.push_back(nullptr);
    if (result >= 0) result = ::sd_bus_message_append_strv(made, names.data());
  }
  for (int i = 0; result >= 0 && i < booleans; ++i) result = ::sd_bus_message_append(made, "b", 0);
  if (result >= 0)
    result = ::sd_bus_call(bus, made, std::chrono::microseconds(limits::kUnitFilesWait).count(), &error.raw, nullptr);
  return result < 0 ? Result<void>(refusal("systemd: " + what, result, error)) : Result<void>();
}

}  // namespace

Result<void> enable_systemd_units(sd_bus* bus, const std::vector<std::string>& units) {
  return call(bus, "EnableUnitFiles", "enable", units, 2);
}

Result<void> disable_systemd_units(sd_bus* bus, const std::vector<std::string>& units) {
  return call(bus, "DisableUnitFiles", "disable", units, 1);
}

void reset_failed_systemd_unit(sd_bus* bus, const std::string& unit) {
  BusError ignored;
  ::sd_bus_call_method(bus, kService, kPath, kManager, "ResetFailedUnit", &ignored.raw, nullptr, "s", unit.c_str());
}

Result<void> reload_systemd(sd_bus* bus) { return call(bus, "Reload", "daemon-reload", {}, 0); }

}  // namespace tripline
