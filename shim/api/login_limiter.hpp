// LoginLimiter: how often a wrong token may be tried, by all callers together: behind a proxy they have one address.
#pragma once

#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"

namespace tripline {

/// After limits::kLoginFailures failures one further try each limits::kLoginAgain; quiet gives tries back at that rate.
/// Thread: one at a time.
class LoginLimiter {
 public:
  bool may_try(MonoTime now) noexcept {
    const auto back = (now - refilled_) / nanoseconds(limits::kLoginAgain);
    if (back > 0) {
      failures_ = back >= failures_ ? 0 : failures_ - static_cast<int>(back);
      refilled_ = now;
    }
    return failures_ < limits::kLoginFailures;
  }
  void failed(MonoTime now) noexcept {
    if (failures_ == 0) refilled_ = now;
    ++failures_;
  }

 private:
  int failures_ = 0;
  MonoTime refilled_{};
};

}  // namespace tripline
