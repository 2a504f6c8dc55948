#include "rt/app/self_test.hpp"

#include <fmt/format.h>
#include <sched.h>
#include <sys/prctl.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "rt/base/timer_wake.hpp"
#include "rt/core/strobe/strobe_pattern.hpp"
#include "rt/exec/thread_table.hpp"

namespace tripline {
namespace {

constexpr std::size_t kWakes = 100;
constexpr nanoseconds kWakePeriod = 500us;
// A vDSO read takes 20 to 60 ns, also on a small ARM core; one that enters the kernel several hundred.
constexpr nanoseconds kSlowClockRead = 500ns;

struct Wakes {
  bool fifo = false;
  std::shared_ptr<Histogram> latency = std::make_shared<Histogram>();
};

Wakes sample_wakes() {
  Wakes wakes;
  std::thread([&wakes] {
    ::prctl(PR_SET_TIMERSLACK, 1);
    sched_param wanted{};
    wanted.sched_priority = row_of(ThreadRole::kCamera).fifo_priority;
    wakes.fifo = ::sched_setscheduler(0, SCHED_FIFO, &wanted) == 0;
    for (const auto late : sample_timer_wakes(kWakes, kWakePeriod)) wakes.latency->record(late);
  }).join();
  return wakes;
}

std::string clock_source() {
  std::string name;
  std::getline(std::ifstream("/sys/devices/system/clocksource/clocksource0/current_clocksource"), name);
  return name.empty() ? "unknown" : name;
}

nanoseconds time_a_clock_read() {
  constexpr int kReads = 1'000;
  const auto begun = MonoClock::now();
  auto last = begun;
  for (int i = 0; i < kReads; ++i) last = MonoClock::now();
  return (last - begun) / kReads;
}

/// One short pulse: "toggles", or why not.
Result<std::string> try_strobe(PatternPlayer* strobe) {
  if (strobe == nullptr) return std::string("no output");
  if (strobe->info().provenance != Provenance::kSimulated) return std::string("not touched: it is real");
  const auto plan = make_strobe_plan({.pulse_us = {20}, .gap_us = {}}, {});
  const std::atomic<bool> halt{false};
  const auto played = std::make_unique<Playback>();
  bool toggled = plan && strobe->begin(*plan, *played);
  if (toggled) strobe->finish(*plan, *played, halt);
  toggled = strobe->rest() && toggled && !played->device_failed;
  if (toggled) return std::string("toggles");
  return Error{ExitCode::kNoDevice,
               fmt::format("output {} does not toggle; see its detail in `tripline status`", strobe->info().name)};
}

}  // namespace

Result<void> check_clock(nanoseconds one_read, const std::string& source) {
  if (one_read <= kSlowClockRead) return {};
  return Error{ExitCode::kSystem,
               fmt::format("reading the clock takes {} ns (clock source {}); `cat "
                           "/sys/devices/system/clocksource/clocksource0/available_clocksource`, and boot with the "
                           "fastest, e.g. `clocksource=tsc tsc=reliable`",
                           one_read.count(), source)};
}

SelfTest run_self_test(PatternPlayer* strobe) {
  SelfTest test;
  const auto wakes = sample_wakes();
  test.wake_latency = wakes.latency;
  const auto read = time_a_clock_read();
  if (auto clock = check_clock(read, clock_source()); !clock) test.faults.push_back(clock.error());
  const auto toggled = try_strobe(strobe);
  if (!toggled) test.faults.push_back(toggled.error());
  const auto p = wakes.latency->percentiles();
  test.report = fmt::format(
      "self-test: SCHED_FIFO {}; timer wake p50 {:.1f} us, p99 {:.1f} us of {} (measured); clock source {}, {} ns a "
      "read; output {}",
      wakes.fifo ? "granted" : "refused", static_cast<double>(p.p50_ns) / 1e3, static_cast<double>(p.p99_ns) / 1e3,
      p.count, clock_source(), read.count(), toggled ? *toggled : "FAILED");
  return test;
}

}  // namespace tripline
