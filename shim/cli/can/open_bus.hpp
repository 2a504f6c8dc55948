// The bus that `tripline can send` sends on.
#pragma once

#include <functional>
#include <string>

#include "rt/base/result.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

/// Puts one frame on the bus.
using SendFrame = std::function<Result<void>(const CanFrame&)>;

/// Errors: kNoDevice when there is no such interface, no CAN in the kernel or in this build; kNoPermission; kSystem.
Result<SendFrame> open_bus(const std::string& interface);

}  // namespace tripline
