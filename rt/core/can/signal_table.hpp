// The signal pipeline: frames in, newest value and age of every signal out, silence noticed.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rt/base/realtime.hpp"
#include "rt/base/time.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

struct SignalTableOptions {
  double stale_cycles = 5;                                ///< cycle times of silence
  nanoseconds default_timeout = std::chrono::seconds(2);  ///< where no cycle time is declared
};

struct CanCounters {
  std::uint64_t in = 0;       ///< frames
  std::uint64_t decoded = 0;  ///< frames of messages in the DBC
  std::uint64_t unknown = 0;  ///< frames of other ids, and remote frames
  std::uint64_t errors = 0;   ///< error frames: they tell of the bus and carry no message
  std::uint64_t unlisted_selectors = 0;
};

/// Thread: one at a time. RT-safe after construction: yes (no heap, no lock, bounded by the plan).
class SignalTable {
 public:
  struct State {
    double value = 0;
    MonoTime time{};
    bool has_value = false;  ///< came at least once since clear()
    bool is_stale = false;   ///< silent for longer than its timeout: `value` is no longer the truth
  };

  /// `plan` must outlive the table. RT-safe: no (allocates).
  SignalTable(const DecodePlan& plan, const SignalTableOptions& options);

  /// Decodes and remembers. The result stays valid until the next call.
  DecodedFrame on_frame(const CanFrame& frame) noexcept RT_NONBLOCKING;

  /// Marks what has been silent for too long at `now` and writes the indices to `stale`, each once per silence. When
  /// `stale` is full the rest follows with the next call. Returns how many.
  std::size_t step(MonoTime now, std::span<std::uint32_t> stale) noexcept RT_NONBLOCKING;

  /// Forgets every value, as after a reconnect. Counters stay.
  void clear() noexcept RT_NONBLOCKING;

  const State& state(std::uint32_t signal) const noexcept { return states_[signal]; }
  nanoseconds timeout(std::uint32_t signal) const noexcept { return timeouts_[signal]; }
  const CanCounters& counters() const noexcept { return counters_; }
  const DecodePlan& plan() const noexcept { return *plan_; }

 private:
  const DecodePlan* plan_;
  std::vector<State> states_;
  std::vector<nanoseconds> timeouts_;
  DecodeRoom room_;
  CanCounters counters_;
};

}  // namespace tripline
