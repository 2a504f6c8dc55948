// tl-strobe: the first edge on the thread that saw the ball, the rest of the pulses here.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

#include "rt/base/realtime.hpp"
#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"
#include "rt/exec/thread_slot.hpp"
#include "rt/loops/pattern_player.hpp"
#include "rt/loops/pulse_train.hpp"
#include "rt/queue/histogram.hpp"
#include "rt/queue/latest_value.hpp"
#include "rt/queue/spsc_ring.hpp"

namespace tripline {

enum class PrimeState : std::uint8_t { kIdle, kRunning, kDone };

/// Owns the lines. One job at a time: a shot, a test pulse or the priming of a camera; who asks meanwhile is refused.
class StrobeLoop {
 public:
  /// `player` may be null: every shot is refused with kNoOutput. Errors: kSystem.
  static Result<std::unique_ptr<StrobeLoop>> create(std::unique_ptr<PatternPlayer> player, const StrobePlans& plans,
                                                    int cpu, ThreadSlots& slots);
  ~StrobeLoop();

  void start();
  /// Ends a train that runs, leaves the lines inactive. Thread: main.
  void stop() noexcept;

  /// Sets the first edge now; `asked` is what the clock said last. Thread: whoever holds the shot (camera, input).
  /// RT-safe: yes (lines, one eventfd write).
  FirstEdge fire(std::uint32_t shot_id, MonoTime asked = MonoClock::now()) noexcept RT_NONBLOCKING;

  /// Whether cameras must be primed before the trigger arms. Thread: the camera's. RT-safe: yes, like the next three.
  bool needs_priming() noexcept RT_NONBLOCKING { return prime_plan_.read().edge_count > 0; }
  /// Begins to prime unless something runs; see prime_state().
  void prime() noexcept RT_NONBLOCKING;
  PrimeState prime_state() const noexcept RT_NONBLOCKING { return prime_state_.load(std::memory_order_acquire); }
  /// No further edge but the falling ones; idle again. Thread: any.
  void stop_priming() noexcept RT_NONBLOCKING;

  /// Plays the pattern once, or one pulse of one line. Thread: control. Errors: kUnavailable saying why not now, kUsage
  /// for a line that there is not.
  Result<void> test(const std::string& line);
  /// In force from the next shot on. Thread: control.
  void set_plans(StrobePlans plans) noexcept;
  /// While locked every shot and test is refused: the guard that puts the lines to rest is gone. Thread: any.
  void lock_out() noexcept { locked_out_.store(true, std::memory_order_release); }
  bool locked_out() const noexcept { return locked_out_.load(std::memory_order_acquire); }

  /// Trains that ended. Thread: publisher.
  bool take_finished(PulseTrain& train) noexcept { return finished_.try_pop(train); }
  /// How far edges after the first were from their plan, either way.
  const Histogram& edge_error() const noexcept { return *edge_error_; }
  /// Null without an output.
  const DigitalOutInfo* line_info() const noexcept { return player_ ? &player_->info() : nullptr; }
  const EventCounter& lost_trains() const noexcept { return lost_trains_; }

  /// Begins to fetch what fire() will touch: between two frames it leaves the caches. Thread: the camera's. RT-safe:
  /// yes.
  void expect_shot() const noexcept RT_NONBLOCKING;

 private:
  struct Job {
    const StrobePlan* plan = nullptr;
    TrainKind kind = TrainKind::kShot;
    std::uint32_t shot_id = 0;
    bool begun = false;
    Playback played;
  };

  StrobeLoop(std::unique_ptr<PatternPlayer> player, const StrobePlans& plans, int cpu, ThreadSlots& slots,
             UniqueFd wake);
  StrobeRefusal claim(MonoTime now) noexcept RT_NONBLOCKING;
  void let_go() noexcept RT_NONBLOCKING { claimed_.store(false, std::memory_order_release); }
  void hand_over(const StrobePlan& plan, TrainKind kind, std::uint32_t shot_id, bool begun) noexcept RT_NONBLOCKING;
  void run() noexcept;
  void turn() noexcept;
  void finish(Job& job) noexcept RT_NONBLOCKING;
  void note_errors(const Job& job) noexcept RT_NONBLOCKING;
  Result<std::size_t> line_named(const std::string& line) const;

  const std::unique_ptr<PatternPlayer> player_;
  const int cpu_;
  ThreadSlot& slot_;
  const UniqueFd wake_;
  LatestValue<StrobePlan> shot_plan_;     // read only by who has claimed the job
  LatestValue<StrobePlan> prime_plan_;    // read only by the camera
  StrobePlan test_plan_;                  // written by who has claimed the job
  std::uint32_t revision_ = 0;            // of the newest plan
  std::atomic<bool> claimed_{false};      // partner: claim()'s acquire, let_go()'s release; a job runs, or begins
  std::atomic<bool> handed_over_{false};  // partner: run()'s exchange; the job is tl-strobe's
  std::atomic<bool> stopping_{false};     // partner: stop()'s store
  std::atomic<bool> halt_priming_{false};
  std::atomic<bool> locked_out_{false};
  std::atomic<PrimeState> prime_state_{PrimeState::kIdle};
  Job job_;                // owned by who has claimed it, then by tl-strobe
  MonoTime rest_until_{};  // likewise
  PulseTrain train_;
  SpscRing<PulseTrain> finished_{8};
  std::unique_ptr<Histogram> edge_error_ = std::make_unique<Histogram>();
  EventCounter lost_trains_;
  std::jthread thread_;
};

}  // namespace tripline
