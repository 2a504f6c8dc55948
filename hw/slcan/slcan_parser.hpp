// Takes the lines of a serial CAN adapter (slcan, LAWICEL) apart, byte by byte.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rt/base/limits.hpp"
#include "rt/base/realtime.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

enum class SlcanLine : std::uint8_t {
  kNothing,     ///< the line goes on
  kFrame,       ///< frame() and stamp_ms() have it
  kBusState,    ///< frame() has an error frame that says how the controller stands
  kLostFrames,  ///< the adapter or its controller overran; frame() has an error frame that says so
  kDone,        ///< a command was accepted, or an answer that says nothing about the bus
  kRefused,     ///< the bell: a command was not accepted
  kMalformed,   ///< no line of this protocol; the next one is looked at afresh
};

/// LAWICEL CANUSB manual 1.0: `t` `T` `r` `R` frames, `F` status, the bell, carriage return. CAN FD as CANable's
/// firmware has it: `d` `D` and with bit-rate switch `b` `B`, the length a hexadecimal DLC. `s` states as the kernel's
/// slcan driver reads them. Four digits behind a frame are its time, 0..59999 ms. Thread: one. RT-safe: yes (no heap).
class SlcanParser {
 public:
  SlcanLine take(std::uint8_t byte) noexcept RT_NONBLOCKING;
  /// As after a replug: the rest of a line is not waited for.
  void reset() noexcept RT_NONBLOCKING {
    size_ = 0;
    is_overlong_ = false;
  }

  /// Without a time. Valid until the next take().
  const CanFrame& frame() const noexcept { return frame_; }
  /// The adapter's own time of the frame, where it gives one.
  std::optional<std::uint16_t> stamp_ms() const noexcept { return stamp_ms_; }

 private:
  SlcanLine end_line() noexcept RT_NONBLOCKING;
  SlcanLine read_line(std::string_view line) noexcept RT_NONBLOCKING;
  SlcanLine read_frame(std::string_view line) noexcept RT_NONBLOCKING;
  SlcanLine read_status(std::string_view line) noexcept RT_NONBLOCKING;
  SlcanLine read_state(std::string_view line) noexcept RT_NONBLOCKING;
  SlcanLine tell(std::uint32_t id, std::uint8_t controller, SlcanLine what) noexcept RT_NONBLOCKING;

  std::array<char, limits::kSlcanLineBytes> line_{};
  std::size_t size_ = 0;
  bool is_overlong_ = false;
  CanFrame frame_;
  std::optional<std::uint16_t> stamp_ms_;
};

}  // namespace tripline
