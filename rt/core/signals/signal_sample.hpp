// A value of a signal on its way from a CAN thread to those who are told.
#pragma once

#include <cstdint>

#include "rt/base/time.hpp"

namespace tripline {

struct SignalSample {
  std::uint32_t signal = 0;  ///< index in the catalogue
  bool stale = false;        ///< the signal fell silent; `value` is its last one
  MonoTime time;
  double value = 0;
};

}  // namespace tripline
