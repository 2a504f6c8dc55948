// A digital output in the core's own words: a line that is active or not, e.g. the gate of a strobe's driver.
#pragma once

#include <string>

#include "rt/base/ids.hpp"
#include "rt/base/realtime.hpp"

namespace tripline {

struct DigitalOutInfo {
  std::string name;    ///< what it was opened by
  std::string detail;  ///< chip, line and direction, one line
  Provenance provenance = Provenance::kMeasured;
};

/// Opened inactive. Goes inactive when destroyed.
class DigitalOut {
 public:
  virtual ~DigitalOut() = default;
  virtual const DigitalOutInfo& info() const noexcept = 0;
  /// Sets the line; when it returns the level stands at the pin. Thread: one at a time (the strobe's owner).
  /// RT-safe: yes (one ioctl, or a store in the twin). Returns false when the device refused.
  [[nodiscard]] virtual bool set(bool active) noexcept RT_NONBLOCKING = 0;
};

}  // namespace tripline
