// What a log has that is no frame: it is passed over, but never in silence.
#pragma once

#include <cstdio>
#include <string>

#include "hw/replay/can_log.hpp"

namespace tripline {

/// Empty when there was nothing of that kind.
inline std::string passed_over_text(const CanLog& log) {
  if (log.passed_over() == 0) return {};
  return std::to_string(log.passed_over()) + " entries are no CAN frames and were passed over";
}

/// The same as a line on standard error.
inline void say_passed_over(const CanLog& log) {
  const std::string text = passed_over_text(log);
  if (!text.empty()) std::fprintf(stderr, "tripline: %s: %s\n", log.path().c_str(), text.c_str());
}

}  // namespace tripline
