// tl-can-N: reads one bus, decodes, hands frames and values to the publisher; brings a lost bus back.
#pragma once

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "rt/base/wake_event.hpp"
#include "rt/core/can/signal_table.hpp"
#include "rt/core/signals/signal_sample.hpp"
#include "rt/exec/thread_slot.hpp"
#include "rt/port/can_bus.hpp"
#include "rt/queue/counter.hpp"
#include "rt/queue/histogram.hpp"
#include "rt/queue/spsc_ring.hpp"

namespace tripline {

enum class BusState : std::uint8_t { kStarting, kOk, kLost, kEnded };

class CanLoop {
 public:
  /// `plan` must outlive the loop. Errors: kSystem.
  static Result<std::unique_ptr<CanLoop>> create(std::unique_ptr<CanBus> bus, const DecodePlan& plan,
                                                 const SignalTableOptions& options, int instance, ThreadSlots& slots);
  ~CanLoop();

  void start();
  /// Thread: main.
  void stop() noexcept;

  const CanBusInfo& info() const noexcept { return bus_->info(); }
  /// Thread: publisher, all below.
  bool take_frame(CanFrame& frame) noexcept { return frames_.try_pop(frame); }
  bool take_sample(SignalSample& sample) noexcept { return samples_.try_pop(sample); }
  BusState state() const noexcept { return state_.load(std::memory_order_relaxed); }
  MonoTime last_frame() const noexcept { return MonoTime(nanoseconds(last_frame_ns_.load(std::memory_order_relaxed))); }

  struct Counters {
    EventCounter in, decoded, unknown, errors;
    EventCounter lost_in_kernel, lost_frames, lost_samples;
  };
  const Counters& counters() const noexcept { return counters_; }
  /// From the time stamp of a batch's oldest frame until the batch is decoded and handed over.
  const Histogram& latency() const noexcept { return *latency_; }

 private:
  CanLoop(std::unique_ptr<CanBus> bus, const DecodePlan& plan, const SignalTableOptions& options, int instance,
          ThreadSlot& slot, WakeEvent wake);
  void run() noexcept;
  void take_batch(std::span<const CanFrame> batch) noexcept RT_NONBLOCKING;
  void mark_stale() noexcept RT_NONBLOCKING;
  void bring_back() noexcept;
  template <typename Item>
  void hand_over(SpscRing<Item>& ring, const Item& item, EventCounter& lost) noexcept;
  void note_counts(const CanCounters& before) noexcept RT_NONBLOCKING;

  const std::unique_ptr<CanBus> bus_;
  const bool may_wait_;  ///< a capture is complete: it waits for room instead of losing frames
  SignalTable table_;
  const int instance_;
  ThreadSlot& slot_;
  WakeEvent wake_;
  std::vector<CanFrame> batch_;
  std::vector<std::uint32_t> stale_;
  SpscRing<CanFrame> frames_;
  SpscRing<SignalSample> samples_;
  Counters counters_;
  std::unique_ptr<Histogram> latency_ = std::make_unique<Histogram>();
  std::atomic<BusState> state_{BusState::kStarting};
  std::atomic<std::int64_t> last_frame_ns_{0};
  std::atomic<bool> stopping_{false};  // partner: stop()'s store
  std::jthread thread_;
};

}  // namespace tripline
