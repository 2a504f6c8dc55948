// When the frames of a log are due, for those who give them out at the pace in which they came.
#pragma once

#include <chrono>

#include "rt/base/time.hpp"

namespace tripline {

/// Thread: one. The first frame is due at once, and so is one whose time lies before that of another: buses that were
/// logged together come a little out of order. A time that lies a second back begins a new log behind the old one.
class LogPace {
 public:
  /// When the frame of this time is due; `now` is the present, and counts for the first frame only.
  MonoTime due(nanoseconds log_time, MonoTime now) noexcept {
    const nanoseconds step = has_begun_ ? log_time - newest_ : nanoseconds(0);
    if (!has_begun_) due_ = now;
    if (!has_begun_ || step > nanoseconds(0) || step < -std::chrono::seconds(1)) newest_ = log_time;
    if (step > nanoseconds(0)) due_ += step;
    has_begun_ = true;
    return due_;
  }

 private:
  bool has_begun_ = false;
  MonoTime due_;
  nanoseconds newest_{0};  ///< time of the frames that are due
};

}  // namespace tripline
