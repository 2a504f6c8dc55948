// tl-can-N: reads one bus, decodes, hands frames and values to the publisher; brings a lost bus back.
#pragma once

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "rt/base/wake_event.hpp"
#include "rt/core/can/bus_truth.hpp"
#include "rt/core/signals/signal_sample.hpp"
#include "rt/exec/thread_slot.hpp"
#include "rt/port/can_bus.hpp"
#include "rt/queue/counter.hpp"
#include "rt/queue/histogram.hpp"
#include "rt/queue/latest_value.hpp"
#include "rt/queue/spsc_ring.hpp"

namespace tripline {

enum class BusState : std::uint8_t { kStarting, kOk, kLost, kEnded };

class CanLoop {
 public:
  static constexpr nanoseconds kReportEvery = std::chrono::milliseconds(200);

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

  /// What the bus was like lately, at most kReportEvery old; empty while it is lost.
  const BusReport& report() noexcept { return report_.read(); }
  /// Why it was lost last.
  CanLoss loss() const noexcept { return loss_.load(std::memory_order_relaxed); }

  struct Counters {
    EventCounter in, decoded, unknown, errors, losses;
    EventCounter wrong_counter, wrong_checksum, timeouts;  ///< frames, frames, silences of messages
    EventCounter lost_in_kernel, lost_frames, lost_samples, malformed;
  };
  const Counters& counters() const noexcept { return counters_; }
  /// Silence after which a signal of this bus is stale. Thread: any.
  nanoseconds signal_timeout(std::uint32_t signal) const noexcept { return truth_.signals().timeout(signal); }
  /// From the time stamp of a batch's oldest frame until the batch is decoded and handed over.
  const Histogram& latency() const noexcept { return *latency_; }

 private:
  CanLoop(std::unique_ptr<CanBus> bus, const DecodePlan& plan, const SignalTableOptions& options, int instance,
          ThreadSlot& slot, WakeEvent wake);
  void run() noexcept;
  void take_batch(std::span<const CanFrame> batch) noexcept RT_NONBLOCKING;
  void note_read(const CanRead& read) noexcept RT_NONBLOCKING;
  void look(MonoTime now) noexcept RT_NONBLOCKING;
  void go_on(const CanRead& read) noexcept;
  void bring_back() noexcept;
  void void_values() noexcept RT_NONBLOCKING;
  bool try_again() noexcept;
  template <typename Item>
  void hand_over(SpscRing<Item>& ring, const Item& item, EventCounter& lost) noexcept;
  void note_counts() noexcept RT_NONBLOCKING;

  const std::unique_ptr<CanBus> bus_;
  const bool may_wait_;  ///< a capture is complete: it waits for room instead of losing frames
  BusTruth truth_;
  const int instance_;
  ThreadSlot& slot_;
  WakeEvent wake_;
  std::vector<CanFrame> batch_;
  std::vector<std::uint32_t> stale_;
  SpscRing<CanFrame> frames_;
  SpscRing<SignalSample> samples_;
  Counters counters_;
  CanCounters counted_;         // of truth_, as it is in counters_
  MessageFaultCounts faulted_;  // likewise
  LatestValue<BusReport> report_{BusReport{}};
  BusReport next_report_;
  MonoTime report_due_{};
  std::unique_ptr<Histogram> latency_ = std::make_unique<Histogram>();
  std::atomic<BusState> state_{BusState::kStarting};
  std::atomic<CanLoss> loss_{CanLoss::kUnknown};
  std::atomic<std::int64_t> last_frame_ns_{0};
  std::atomic<bool> stopping_{false};  // partner: stop()'s store
  std::jthread thread_;
};

}  // namespace tripline
