// How far the edges of a pulse train are from their plan, made by the core's own tl-strobe, beside plain timer wakes of
// that very thread.
#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <thread>

#include "bench/support/figure.hpp"
#include "bench/support/load.hpp"
#include "bench/support/options.hpp"
#include "bench/support/timer_wake.hpp"
#include "hw/sim/sim_strobe.hpp"
#include "rt/base/check.hpp"
#include "rt/core/strobe/strobe_pattern.hpp"
#include "rt/exec/memory_lock.hpp"
#include "rt/loops/edge_player.hpp"
#include "rt/loops/strobe_loop.hpp"

namespace tripline::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kTrains = 200;
constexpr int kStrobePriority = 82;

/// The core's player; after each train its thread also sleeps as long as one gap, as often as the train has edges.
class ComparingPlayer final : public PatternPlayer {
 public:
  ComparingPlayer(std::unique_ptr<DigitalOut> line, std::vector<double>& wakes)
      : player_(std::move(line)), wakes_(wakes) {}
  const DigitalOutInfo& info() const noexcept override { return player_.info(); }
  bool begin(const StrobePlan& plan, Playback& played) noexcept RT_NONBLOCKING override {
    return player_.begin(plan, played);
  }
  void finish(const StrobePlan& plan, Playback& played,
              const std::atomic<bool>& halt) noexcept RT_NONBLOCKING override {
    player_.finish(plan, played, halt);
    for (std::size_t i = 1; i < plan.edge_count && wakes_.size() < wakes_.capacity(); ++i)
      wakes_.push_back(timer_wake_ns(1ms));
  }
  bool rest() noexcept RT_NONBLOCKING override { return player_.rest(); }

 private:
  EdgePlayer player_;
  std::vector<double>& wakes_;  // room is made before; no heap on tl-strobe
};

struct Samples {
  std::vector<double> errors;
  std::vector<double> wakes;
};

void collect(const PulseTrain& train, std::vector<double>& errors) {
  const auto add = [&](MonoTime made, MonoTime planned) {
    errors.push_back(std::abs(static_cast<double>((made - planned).count())));
  };
  for (std::size_t i = 0; i < train.count; ++i) {
    if (i > 0) add(train.pulses[i].on, train.pulses[i].planned_on);
    add(train.pulses[i].off, train.pulses[i].planned_off);
  }
}

Samples measure(std::size_t trains, int cpu) {
  const auto plan =
      make_strobe_plan({{17, 17, 17, 17, 17, 17, 17, 17, 17}, {700, 1800, 3000, 2200, 3000, 7100, 4000, 4000}}, {});
  auto line = SimStrobe::create({});
  RT_CHECK(plan && line);
  Samples samples;
  samples.wakes.reserve(trains * plan->edge_count);
  ThreadSlots slots;
  auto made =
      StrobeLoop::create(std::make_unique<ComparingPlayer>(std::move(*line), samples.wakes), {*plan, {}}, cpu, slots);
  RT_CHECK(made.has_value());
  StrobeLoop& loop = **made;
  loop.start();
  auto train = std::make_unique<PulseTrain>();
  for (std::uint32_t shot = 1; shot <= trains; ++shot) {
    while (loop.fire(shot).refusal != StrobeRefusal::kNone) std::this_thread::sleep_for(1ms);
    while (!loop.take_finished(*train)) std::this_thread::sleep_for(1ms);
    collect(*train, samples.errors);
  }
  loop.stop();
  if (slots[0].refusal.load() != 0)
    fmt::print(stderr, "bench/pulse: without FIFO: {}\n", std::strerror(slots[0].refusal.load()));
  return samples;
}

void report_all(Report& report, const std::string& when, const Samples& samples) {
  const auto errors = percentiles_of(samples.errors);
  const auto wakes = percentiles_of(samples.wakes);
  const auto add = [&](const char* name, double ours, double wake) {
    report.add({"pulse/" + when + "/" + name, ours, "ns", wake, "timer wake", ours / wake, samples.errors.size(),
                errors, std::nullopt});
  };
  add("p50", errors.p50, wakes.p50);
  add("p90", errors.p90, wakes.p90);
  if (const auto cyclic = cyclictest(kStrobePriority, 1'000))
    fmt::print(stderr, "beside it, cyclictest {}: p50 {:.1f} us, p90 {:.1f} us\n", when, cyclic->p50 / 1e3,
               cyclic->p90 / 1e3);
}

int run(const BenchOptions& options) {
  if (!lock_memory()) fmt::print(stderr, "bench/pulse: memory is not locked\n");
  Report report(stdout, options.json);
  const std::size_t trains = options.rounds > 0 ? options.rounds : kTrains;
  const int cpu = cpu_of(options);
  measure(3, cpu);
  report_all(report, "idle", measure(trains, cpu));
  const Load load;
  report_all(report, "loaded", measure(trains, cpu));
  return 0;
}

}  // namespace
}  // namespace tripline::bench

int main(int argc, char** argv) {
  const auto parsed = tripline::bench::parse_options("How far a pulse train's edges are from their plan", argc, argv);
  if (parsed.exit_code) return *parsed.exit_code;
  return tripline::bench::run(parsed.options);
}
