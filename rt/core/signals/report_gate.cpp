#include "rt/core/signals/report_gate.hpp"

#include <cmath>
#include <utility>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

bool equal(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

std::optional<SignalSample> ReportGate::offer(const SignalSample& sample) noexcept {
  if (sample.time < due_) {
    kept_ = sample;
    return std::nullopt;
  }
  kept_.reset();
  return tell(sample, sample.time + interval_);
}

std::optional<SignalSample> ReportGate::release(MonoTime now) noexcept {
  if (!kept_ || now < due_) return std::nullopt;
  return tell(*std::exchange(kept_, std::nullopt), due_ + interval_);
}

std::optional<SignalSample> ReportGate::end() noexcept {
  const auto last = std::exchange(kept_, std::nullopt);
  const auto told = last ? tell(*last, due_) : std::nullopt;
  told_.reset();
  due_ = MonoTime{};
  return told;
}

/// A value that is not told for it did not change uses up no time.
std::optional<SignalSample> ReportGate::tell(const SignalSample& sample, MonoTime due) noexcept {
  if (changed_only_ && told_ && equal(told_->value, sample.value) && sample.time - told_->time < limits::kToldAgain)
    return std::nullopt;
  told_ = sample;
  due_ = due;
  return sample;
}

}  // namespace tripline
