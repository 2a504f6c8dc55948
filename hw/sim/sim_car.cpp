#include "hw/sim/sim_car.hpp"

#include <algorithm>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr nanoseconds kBacklog = 1s;  // what a socket's default buffer holds of such a bus, roughly

}  // namespace

Result<std::unique_ptr<SimCar>> SimCar::create(const SimCarOptions& options) {
  auto wake = WakeEvent::create();
  if (!wake) return wake.error();
  return std::unique_ptr<SimCar>(new SimCar(options, std::move(*wake)));
}

SimCar::SimCar(const SimCarOptions& options, WakeEvent wake)
    : info_{options.name, "simulated car on its laps, seed " + std::to_string(options.seed), Provenance::kSimulated},
      model_(options.seed),
      wake_(std::move(wake)) {}

CanRead SimCar::read(std::span<CanFrame> frames, nanoseconds wait) noexcept {
  const MonoTime entered = MonoClock::now();
  if (start_ == MonoTime{}) start_ = entered;
  CanRead result;
  result.dropped = model_.skip(entered - start_ - kBacklog);
  const MonoTime due = start_ + model_.next_due();
  if (due > entered) wake_.wait(-1, std::min(wait, due - entered));
  result.count = model_.take(MonoClock::now() - start_, frames);
  for (CanFrame& frame : frames.first(result.count)) frame.time += start_.time_since_epoch();
  return result;
}

}  // namespace tripline
