// How often something happens, from a counter looked at now and then.
#pragma once

#include <cstdint>

#include "rt/base/time.hpp"

namespace tripline {

class RateMeter {
 public:
  /// Over less, a rate is made of the chance of a frame or two.
  static constexpr std::chrono::milliseconds kShortest{900};

  /// The rate over about the last second, Hz; 0 until there is one. However often it is looked at.
  double look(std::uint64_t count, MonoTime now) noexcept {
    if (since_ != MonoTime() && now - since_ < kShortest) return rate_;
    const double seconds = std::chrono::duration<double>(now - since_).count();
    rate_ = since_ == MonoTime() ? 0 : static_cast<double>(count - count_) / seconds;
    since_ = now;
    count_ = count;
    return rate_;
  }

 private:
  MonoTime since_{};
  std::uint64_t count_ = 0;  // at since_
  double rate_ = 0;
};

}  // namespace tripline
