#include "hw/libcamera/sensor_clock.hpp"

#include <time.h>

namespace tripline {

ClockReading read_clocks() noexcept {
  timespec boottime{};
  ::clock_gettime(CLOCK_BOOTTIME, &boottime);
  return {MonoClock::now(), std::chrono::seconds(boottime.tv_sec) + nanoseconds(boottime.tv_nsec)};
}

}  // namespace tripline
