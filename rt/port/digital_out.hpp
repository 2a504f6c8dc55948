// Digital outputs in the core's own words: lines that are active or not, e.g. the gate of a strobe's driver.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rt/base/ids.hpp"
#include "rt/base/realtime.hpp"

namespace tripline {

/// Lines of one output; bit i is its i-th line, see DigitalOutInfo::lines.
using LineMask = std::uint32_t;

constexpr LineMask line_bit(std::size_t line) noexcept { return LineMask{1} << line; }

struct DigitalOutInfo {
  std::string name;                ///< what it was opened by
  std::string detail;              ///< chip, lines and direction, one line
  std::vector<std::string> lines;  ///< their names, 1 to limits::kLines of them
  Provenance provenance = Provenance::kMeasured;

  LineMask all() const noexcept { return line_bit(lines.size()) - 1; }
};

/// Lines that change together. Opened inactive. All go inactive when destroyed.
class DigitalOut {
 public:
  virtual ~DigitalOut() = default;
  virtual const DigitalOutInfo& info() const noexcept = 0;
  /// Sets the lines of `which`, in one go, to their bits of `levels` (1: active) and leaves the others; when it returns
  /// the levels stand at the pins. Thread: one at a time (the strobe's owner). RT-safe: yes (one ioctl, or a store in
  /// the twin). Returns false when the device refused.
  [[nodiscard]] virtual bool set(LineMask which, LineMask levels) noexcept RT_NONBLOCKING = 0;
};

}  // namespace tripline
