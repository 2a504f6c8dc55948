#include "rt/app/sleep_inhibitor.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <systemd/sd-bus.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

using Bus = std::unique_ptr<sd_bus, decltype(&sd_bus_flush_close_unref)>;
using Message = std::unique_ptr<sd_bus_message, decltype(&sd_bus_message_unref)>;

Error refused(const char* why, bool is_denied) {
  return {is_denied ? ExitCode::kNoPermission : ExitCode::kUnavailable,
          fmt::format("the machine may go to sleep while armed: logind {}: {}; {}turn sleep off with `systemctl mask "
                      "sleep.target`",
                      is_denied ? "denies it" : "is not there", why,
                      is_denied ? "install systemd/polkit/60-tripline.rules, or " : "")};
}

Bus open_system_bus(int& result) {
  sd_bus* opened = nullptr;
  result = ::sd_bus_open_system(&opened);
  if (result >= 0) ::sd_bus_set_method_call_timeout(opened, std::chrono::microseconds(limits::kBusAnswer).count());
  return {opened, &sd_bus_flush_close_unref};
}

bool is_denial(const sd_bus_error& error) {
  return ::sd_bus_error_has_name(&error, SD_BUS_ERROR_ACCESS_DENIED) != 0 ||
         ::sd_bus_error_has_name(&error, SD_BUS_ERROR_INTERACTIVE_AUTHORIZATION_REQUIRED) != 0;
}

}  // namespace

Result<UniqueFd> inhibit_sleep() {
  int result = 0;
  const Bus bus = open_system_bus(result);
  if (result < 0) return refused(std::strerror(-result), false);
  sd_bus_error error = SD_BUS_ERROR_NULL;
  sd_bus_message* reply = nullptr;
  result = ::sd_bus_call_method(bus.get(), "org.freedesktop.login1", "/org/freedesktop/login1",
                                "org.freedesktop.login1.Manager", "Inhibit", &error, &reply, "ssss", "sleep:idle",
                                "tripline-rt", "The trigger is armed", "block");
  const Message owner(reply, &sd_bus_message_unref);
  int theirs = -1;  // the message's own
  if (result >= 0) result = ::sd_bus_message_read(reply, "h", &theirs);
  UniqueFd held(result >= 0 ? ::fcntl(theirs, F_DUPFD_CLOEXEC, 3) : -1);
  const auto failure =
      held ? Error{}
           : refused(error.message != nullptr ? error.message : std::strerror(result < 0 ? -result : errno),
                     is_denial(error));
  ::sd_bus_error_free(&error);
  if (!held) return failure;
  return held;
}

}  // namespace tripline
