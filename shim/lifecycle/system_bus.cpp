#include "shim/lifecycle/system_bus.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstring>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr std::array kDenials{SD_BUS_ERROR_ACCESS_DENIED, SD_BUS_ERROR_INTERACTIVE_AUTHORIZATION_REQUIRED,
                              SD_BUS_ERROR_AUTH_FAILED, "org.freedesktop.PolicyKit1.Error.NotAuthorized"};

bool is_denial(const BusError& error) {
  for (const char* name : kDenials)
    if (::sd_bus_error_has_name(&error.raw, name) != 0) return true;
  return false;
}

}  // namespace

Result<SystemBus> open_system_bus() {
  sd_bus* opened = nullptr;
  const int result = ::sd_bus_open_system(&opened);
  SystemBus bus(opened);
  if (result < 0) return refusal("the system bus", result, {});
  ::sd_bus_set_method_call_timeout(opened, std::chrono::microseconds(limits::kBusAnswer).count());
  return bus;
}

Error refusal(std::string_view what, int result, const BusError& error) {
  const char* why = error.raw.message != nullptr ? error.raw.message : std::strerror(-result);
  if (!is_denial(error)) return {ExitCode::kUnavailable, fmt::format("{}: {}", what, why)};
  return {ExitCode::kNoPermission, fmt::format("{}: polkit denied it: {}", what, why)};
}

}  // namespace tripline
