#include "rt/core/can/controller_watch.hpp"

#include "rt/port/can_error.hpp"

namespace tripline {

void ControllerWatch::on_error_frame(const CanFrame& frame) noexcept RT_NONBLOCKING {
  namespace bits = can_error;
  const std::uint8_t said = (frame.id & bits::kController) != 0 ? frame.data[bits::kControllerByte] : std::uint8_t{0};
  if ((frame.id & bits::kBusOff) != 0)
    state_ = CanController::kBusOff;
  else if ((said & bits::kPassive) != 0)
    state_ = CanController::kErrorPassive;
  else if ((said & bits::kWarning) != 0)
    state_ = CanController::kErrorWarning;
  else if ((said & bits::kActive) != 0 || (frame.id & bits::kRestarted) != 0)
    state_ = CanController::kErrorActive;
  if ((frame.id & bits::kHasCounters) == 0) return;
  transmit_errors_ = frame.data[bits::kTransmitErrorsByte];
  receive_errors_ = frame.data[bits::kReceiveErrorsByte];
}

}  // namespace tripline
