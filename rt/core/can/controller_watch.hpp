// How the controller stands on its bus, as its error frames tell it.
#pragma once

#include <cstdint>

#include "rt/base/realtime.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

/// Same values as wire::CanController. ISO 11898-1, fault confinement.
enum class CanController : std::uint8_t { kUnknown, kErrorActive, kErrorWarning, kErrorPassive, kBusOff };

/// Thread: one. RT-safe: yes (wait-free).
class ControllerWatch {
 public:
  static constexpr int kNotTold = -1;

  /// Takes an error frame; what it does not say stays as it was.
  void on_error_frame(const CanFrame& frame) noexcept RT_NONBLOCKING;
  /// After a reconnect nothing is known.
  void clear() noexcept RT_NONBLOCKING { *this = {}; }

  CanController state() const noexcept { return state_; }
  /// 0..255, or kNotTold.
  int transmit_errors() const noexcept { return transmit_errors_; }
  int receive_errors() const noexcept { return receive_errors_; }

 private:
  CanController state_ = CanController::kUnknown;
  int transmit_errors_ = kNotTold;
  int receive_errors_ = kNotTold;
};

}  // namespace tripline
