// A line whose levels a hardware clock shifts out of a buffer, e.g. the MOSI line of an SPI controller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "rt/base/realtime.hpp"
#include "rt/port/digital_out.hpp"

namespace tripline {

/// One line, idle low: inactive before the first byte and after the last one, which is zero.
class BitOut {
 public:
  virtual ~BitOut() = default;
  /// With one line.
  virtual const DigitalOutInfo& info() const noexcept = 0;
  /// Bits a second, as asked for; the controller takes the nearest that its divider makes.
  virtual std::uint32_t hz() const noexcept = 0;
  /// Most bytes of one write().
  virtual std::size_t max_bytes() const noexcept = 0;
  /// Shifts the bytes out, the most significant bit first; returns after the last bit. Thread: one at a time.
  /// RT-safe: blocks as long as the bits last, and only here. Returns false when the device refused.
  [[nodiscard]] virtual bool write(std::span<const std::uint8_t> bytes) noexcept RT_NONBLOCKING = 0;
};

}  // namespace tripline
