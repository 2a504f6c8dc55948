// From a frame's callback to the first edge, through the core's own loops, beside a timer wake of the same thread.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "bench/support/figure.hpp"
#include "bench/support/load.hpp"
#include "bench/support/options.hpp"
#include "bench/support/timer_wake.hpp"
#include "bench/trigger/shooting_range.hpp"
#include "rt/exec/memory_lock.hpp"

namespace tripline::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kRounds = 2'000;
constexpr auto kNap = 1ms;  // between hits: caches and clocks are what they are when a ball comes
constexpr int kCameraPriority = 80;

struct Samples {
  std::vector<double> ours;
  std::vector<double> wakes;
};

Samples measure(ShootingRange& range, std::size_t rounds) {
  Samples samples;
  while (samples.ours.size() < rounds) {
    range.arm();
    samples.wakes.push_back(timer_wake_ns(kNap));
    if (const auto latency = range.hit()) samples.ours.push_back(*latency);
  }
  return samples;
}

void report_one(Report& report, const std::string& name, double ours, double wake, const Samples& samples,
                std::optional<Target> target) {
  report.add(
      {name, ours, "ns", wake, "timer wake", ours / wake, samples.ours.size(), percentiles_of(samples.ours), target});
}

void report_all(Report& report, const std::string& when, const Samples& samples) {
  const auto ours = percentiles_of(samples.ours);
  const auto wakes = percentiles_of(samples.wakes);
  report_one(report, "trigger/" + when + "/p50", ours.p50, wakes.p50, samples, std::nullopt);
  report_one(report, "trigger/" + when + "/p99", ours.p99, wakes.p99, samples, Target{Target::Side::kAtMost, 0.1});
  if (const auto cyclic = cyclictest(kCameraPriority, 1'000))
    fmt::print(stderr, "beside it, cyclictest {}: p50 {:.1f} us, p99 {:.1f} us\n", when, cyclic->p50 / 1e3,
               cyclic->p99 / 1e3);
}

int run(const BenchOptions& options) {
  if (!lock_memory()) fmt::print(stderr, "bench/trigger: memory is not locked\n");
  Report report(stdout, options.json);
  const std::size_t rounds = options.rounds > 0 ? options.rounds : kRounds;
  ShootingRange range(cpu_of(options));
  if (range.refusal() != 0) fmt::print(stderr, "bench/trigger: without FIFO: {}\n", std::strerror(range.refusal()));
  measure(range, std::min<std::size_t>(rounds, 50));
  report_all(report, "idle", measure(range, rounds));
  const Load load;
  report_all(report, "loaded", measure(range, rounds));
  return 0;
}

}  // namespace
}  // namespace tripline::bench

int main(int argc, char** argv) {
  const auto parsed = tripline::bench::parse_options("From a frame's callback to the first edge", argc, argv);
  if (parsed.exit_code) return *parsed.exit_code;
  return tripline::bench::run(parsed.options);
}
