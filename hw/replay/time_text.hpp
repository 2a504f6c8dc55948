// A time of a log as text, for formats that do not write it as seconds.
#pragma once

#include <array>
#include <string_view>

#include "rt/base/time.hpp"

namespace tripline {

/// Thread: one. RT-safe: yes. The text is valid until the next write().
class TimeText {
 public:
  /// Seconds with six digits of fraction, or nine where six do not tell it all. `time` is not negative.
  std::string_view write(nanoseconds time) noexcept;

 private:
  std::array<char, 24> text_{};  // 10 digits, '.', 9 digits
};

}  // namespace tripline
