// tl-input: a light barrier, a piezo or a switch, as a second trigger or to arm and disarm.
#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "rt/base/wake_event.hpp"
#include "rt/exec/thread_slot.hpp"
#include "rt/loops/camera_loop.hpp"
#include "rt/loops/edge_filter.hpp"
#include "rt/port/digital_in.hpp"
#include "rt/queue/counter.hpp"
#include "rt/settings/input_rule.hpp"

namespace tripline {

class InputLoop {
 public:
  /// `camera` must outlive the loop. Errors: kSystem.
  static Result<std::unique_ptr<InputLoop>> create(std::unique_ptr<DigitalIn> input, const InputRule& rule,
                                                   CameraLoop& camera, ThreadSlots& slots);
  ~InputLoop();

  void start();
  /// Thread: main.
  void stop() noexcept;

  const DigitalInInfo& info() const noexcept { return input_->info(); }
  /// Thread: publisher, all below.
  bool is_lost() const noexcept { return lost_.load(std::memory_order_relaxed); }
  MonoTime last_edge() const noexcept { return MonoTime(nanoseconds(last_edge_ns_.load(std::memory_order_relaxed))); }

  struct Counters {
    EventCounter edges;           ///< that the line told
    EventCounter bounces;         ///< of those, too soon after another one
    EventCounter not_armed;       ///< of those, would have fired
    EventCounter lost_in_kernel;  ///< that the kernel had no room for
  };
  const Counters& counters() const noexcept { return counters_; }

 private:
  InputLoop(std::unique_ptr<DigitalIn> input, const InputRule& rule, CameraLoop& camera, ThreadSlot& slot,
            WakeEvent wake);
  void run() noexcept;
  void take(const InputEdge& edge) noexcept RT_NONBLOCKING;
  void act(Slope slope, MonoTime time) noexcept RT_NONBLOCKING;
  void bring_back() noexcept;

  const std::unique_ptr<DigitalIn> input_;
  const InputRule rule_;
  EdgeFilter filter_;
  CameraLoop& camera_;
  ThreadSlot& slot_;
  WakeEvent wake_;
  Counters counters_;
  std::atomic<bool> lost_{false};
  std::atomic<std::int64_t> last_edge_ns_{0};
  std::atomic<bool> stopping_{false};  // partner: stop()'s store
  std::jthread thread_;
};

}  // namespace tripline
