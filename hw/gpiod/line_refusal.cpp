#include "hw/gpiod/line_refusal.hpp"

#include <cerrno>
#include <cstring>

namespace tripline {
namespace {

std::string holder_of(const RefusedLine& line) {
  const GpiodHandle<gpiod_line_info> info(gpiod_chip_get_line_info(line.chip, line.offset));
  if (!info || !gpiod_line_info_is_used(info.get())) return "somebody who just let go";
  const char* consumer = gpiod_line_info_get_consumer(info.get());
  return consumer != nullptr ? consumer : "the kernel";
}

}  // namespace

Error line_refusal(const RefusedLine& line, int error, const std::string& purpose) {
  const std::string what = "GPIO line '" + line.name + "' on chip '" + line.chip_label + "'";
  if (error == EBUSY)
    return {ExitCode::kInUse, what + ": held by '" + holder_of(line) + "'; stop that, or choose another line"};
  if (error == EACCES || error == EPERM)
    return {ExitCode::kNoPermission, what + ": not permitted; add this user to the group that owns the chip"};
  return {ExitCode::kSystem, what + ": cannot be " + purpose + ": " + std::strerror(error)};
}

}  // namespace tripline
