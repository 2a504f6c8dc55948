// Alternated rounds: ours and the reference in turn, in one process, so that what disturbs one disturbs the other.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rt/base/time.hpp"

namespace tripline::bench {

/// Nanoseconds that one call of `work` took.
template <typename Work>
double time_ns(Work&& work) {
  const auto begin = MonoClock::now();
  work();
  return static_cast<double>((MonoClock::now() - begin).count());
}

/// What both sides took, in nanoseconds; the n-th of each belong to the same round.
struct Rounds {
  std::vector<double> ours;
  std::vector<double> reference;
};

/// `prepare` runs before each measured call and is not measured; who goes first changes from round to round.
template <typename Prepare, typename Ours, typename Reference>
Rounds alternate(std::size_t rounds, Prepare&& prepare, Ours&& ours, Reference&& reference) {
  Rounds times;
  times.ours.reserve(rounds);
  times.reference.reserve(rounds);
  const auto run_ours = [&] { prepare(), times.ours.push_back(time_ns(ours)); };
  const auto run_reference = [&] { prepare(), times.reference.push_back(time_ns(reference)); };
  for (std::size_t i = 0; i < rounds; ++i) {
    if (i % 2 == 0)
      run_ours(), run_reference();
    else
      run_reference(), run_ours();
  }
  return times;
}

/// The compiler must make `value` and may not move the work that made it.
template <typename Value>
void keep(const Value& value) {
  asm volatile("" : : "r,m"(value) : "memory");
}

/// Puts these bytes out of every cache, as a frame is that a device has just written.
void evict(std::span<const std::uint8_t> bytes);

/// Binds this thread to one CPU; false where the system refuses.
[[nodiscard]] bool pin_to(int cpu);

}  // namespace tripline::bench
