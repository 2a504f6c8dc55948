// tl-camera: every frame from the callback to the first edge, on the camera's own thread.
#pragma once

#include <atomic>
#include <cstdint>

#include "rt/core/trigger/trigger.hpp"
#include "rt/exec/thread_slot.hpp"
#include "rt/loops/camera_record.hpp"
#include "rt/loops/frame_keeper.hpp"
#include "rt/loops/shot_claim.hpp"
#include "rt/loops/strobe_loop.hpp"
#include "rt/port/camera.hpp"
#include "rt/queue/histogram.hpp"
#include "rt/queue/latest_value.hpp"
#include "rt/queue/spsc_ring.hpp"

namespace tripline {

/// The line that sets the strobe is in shoot(). Everything public below `FrameSink` is for other threads.
class CameraLoop final : public FrameSink {
 public:
  CameraLoop(const TriggerTuning& tuning, bool arm_at_start, StrobeLoop& strobe, FrameStore& store, ThreadSlot& slot,
             int cpu);

  void on_camera_thread_start() noexcept override;
  void on_frame(const CameraFrame& frame) noexcept RT_NONBLOCKING override;
  void on_camera_end() noexcept override;

  /// In force from the next frame on. Thread: control.
  void set_tuning(const TriggerTuning& tuning) noexcept { tuning_.write(tuning); }
  void arm(bool wanted) noexcept { arm_wanted_.store(wanted, std::memory_order_release); }
  bool wants_armed() const noexcept { return arm_wanted_.load(std::memory_order_acquire); }
  /// A shot at the next frame. False unless armed. Thread: control.
  [[nodiscard]] bool request_fire() noexcept;
  /// A shot at once, told with the next frame. False unless armed. Thread: tl-input. RT-safe: yes, as StrobeLoop::fire.
  [[nodiscard]] bool fire_from_input(MonoTime event, bool realtime) noexcept RT_NONBLOCKING;

  /// Thread: publisher.
  bool take_record(CameraRecord& record) noexcept { return records_.try_pop(record); }
  FrameKeeper& keeper() noexcept { return keeper_; }
  TriggerState state() const noexcept { return state_.load(std::memory_order_relaxed); }
  bool ended() const noexcept { return ended_.load(std::memory_order_acquire); }
  MonoTime last_frame() const noexcept { return MonoTime(nanoseconds(last_frame_ns_.load(std::memory_order_relaxed))); }
  const Histogram& trigger_latency() const noexcept { return *trigger_latency_; }
  const Histogram& input_latency() const noexcept { return *input_latency_; }
  const Histogram& decision_latency() const noexcept { return *decision_latency_; }
  const Histogram& delivery_latency() const noexcept { return *delivery_latency_; }
  const EventCounter& frames() const noexcept { return slot_.left; }
  const EventCounter& shots() const noexcept { return shots_; }
  const EventCounter& frames_lost() const noexcept { return frames_lost_; }
  const EventCounter& records_lost() const noexcept { return records_lost_; }

 private:
  void obey(MonoTime now) noexcept RT_NONBLOCKING;
  void shoot(CameraRecord& record, ShotOrigin origin) noexcept RT_NONBLOCKING;
  void collect_input_shot(CameraRecord& record) noexcept RT_NONBLOCKING;
  void keep_claim() noexcept RT_NONBLOCKING;
  void look_at(const CameraFrame& frame, MonoTime delivered) noexcept RT_NONBLOCKING;
  void tend_priming(TriggerState before) noexcept RT_NONBLOCKING;
  void report(CameraRecord& record, const Decision& decision, TriggerState before) noexcept RT_NONBLOCKING;
  void count_lost(FrameIndex index) noexcept RT_NONBLOCKING;

  Trigger trigger_;
  ShotClaim claim_;             // open while armed
  bool claim_is_open_ = false;  // as this thread left it; an input may have taken it since
  StrobeLoop& strobe_;
  FrameKeeper keeper_;
  ThreadSlot& slot_;
  const int cpu_;
  LatestValue<TriggerTuning> tuning_;
  std::atomic<bool> arm_wanted_;          // partner: obey()'s acquire
  std::atomic<bool> fire_wanted_{false};  // partner: obey()'s exchange
  std::atomic<bool> ended_{false};
  std::atomic<TriggerState> state_{TriggerState::kDisarmed};
  std::atomic<std::int64_t> last_frame_ns_{0};
  SpscRing<CameraRecord> records_{256};
  std::unique_ptr<Histogram> trigger_latency_ = std::make_unique<Histogram>();
  std::unique_ptr<Histogram> input_latency_ = std::make_unique<Histogram>();
  std::unique_ptr<Histogram> decision_latency_ = std::make_unique<Histogram>();
  std::unique_ptr<Histogram> delivery_latency_ = std::make_unique<Histogram>();
  EventCounter shots_;
  EventCounter frames_lost_;
  EventCounter records_lost_;
  std::uint64_t next_index_ = 0;
  bool command_fires_ = false;
};

}  // namespace tripline
