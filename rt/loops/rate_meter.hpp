// How often something happens, from a counter looked at now and then.
#pragma once

#include <cstdint>

#include "rt/base/time.hpp"

namespace tripline {

class RateMeter {
 public:
  /// The rate since the last look, Hz; 0 at the first.
  double look(std::uint64_t count, MonoTime now) noexcept {
    const double seconds = std::chrono::duration<double>(now - last_).count();
    const double rate = last_ == MonoTime() || seconds <= 0 ? 0 : static_cast<double>(count - count_) / seconds;
    last_ = now;
    count_ = count;
    return rate;
  }

 private:
  MonoTime last_{};
  std::uint64_t count_ = 0;
};

}  // namespace tripline
