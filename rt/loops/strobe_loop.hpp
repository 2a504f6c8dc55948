// tl-strobe: the first edge on the thread that saw the ball, the rest of the pulses here.
#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "rt/base/realtime.hpp"
#include "rt/base/unique_fd.hpp"
#include "rt/core/strobe/strobe_plan.hpp"
#include "rt/exec/thread_slot.hpp"
#include "rt/loops/pulse_train.hpp"
#include "rt/port/digital_out.hpp"
#include "rt/queue/histogram.hpp"
#include "rt/queue/latest_value.hpp"
#include "rt/queue/spsc_ring.hpp"

namespace tripline {

/// Owns the line. A short first pulse (<= kOwnPulse) ends on the camera thread too: a hand-over takes 29 us at the
/// median and 183 us at p99 on a loaded machine, longer than the pulse itself.
class StrobeLoop {
 public:
  static constexpr nanoseconds kOwnPulse = std::chrono::microseconds(100);

  /// `line` may be null: every shot is refused with kNoOutput. Errors: kSystem.
  static Result<std::unique_ptr<StrobeLoop>> create(std::unique_ptr<DigitalOut> line, const StrobePlan& plan, int cpu,
                                                    ThreadSlots& slots);
  ~StrobeLoop();

  void start();
  /// Ends a train that runs, leaves the line inactive. Thread: main.
  void stop() noexcept;

  /// Sets the first edge now. Thread: the camera's. RT-safe: yes (line, one eventfd write).
  FirstEdge fire(std::uint32_t shot_id) noexcept RT_NONBLOCKING;
  /// In force from the next shot on. Thread: control.
  void set_plan(const StrobePlan& plan) noexcept { plan_.write(plan); }
  /// Trains that ended. Thread: publisher.
  bool take_finished(PulseTrain& train) noexcept { return finished_.try_pop(train); }
  /// How far edges after the first were from their plan.
  const Histogram& edge_error() const noexcept { return *edge_error_; }
  /// Null without an output.
  const DigitalOutInfo* line_info() const noexcept { return line_ ? &line_->info() : nullptr; }
  const EventCounter& lost_trains() const noexcept { return lost_trains_; }

 private:
  struct Job {
    StrobePlan plan;
    PulseTrain train;
    MonoTime first_edge;
    std::size_t pulses_done = 0;
  };

  StrobeLoop(std::unique_ptr<DigitalOut> line, const StrobePlan& plan, int cpu, ThreadSlots& slots, UniqueFd wake);
  void run() noexcept;
  void turn() noexcept;
  void finish(Job& job) noexcept RT_NONBLOCKING;
  bool make_pulse(Job& job, std::size_t i) noexcept RT_NONBLOCKING;
  bool wait_until(MonoTime edge) const noexcept RT_NONBLOCKING;
  bool set(bool active) noexcept RT_NONBLOCKING;

  const std::unique_ptr<DigitalOut> line_;
  const int cpu_;
  ThreadSlot& slot_;
  const UniqueFd wake_;
  LatestValue<StrobePlan> plan_;
  std::atomic<bool> busy_{false};      // partner: the camera's acquire in fire(); a train runs
  std::atomic<bool> stopping_{false};  // partner: stop()'s store
  std::atomic<std::int64_t> rest_until_ns_{0};
  Job job_;  // written by the camera while not busy, by the loop while busy
  SpscRing<PulseTrain> finished_{8};
  std::unique_ptr<Histogram> edge_error_ = std::make_unique<Histogram>();
  EventCounter lost_trains_;
  std::jthread thread_;
};

}  // namespace tripline
