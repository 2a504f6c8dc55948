// The signal pipeline: frames in, newest value and age of every signal out; silence and invalid messages noticed.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rt/base/realtime.hpp"
#include "rt/base/time.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "rt/core/can/message_watch.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

struct SignalTableOptions {
  double stale_cycles = 5;                                ///< cycle times of silence
  nanoseconds default_timeout = std::chrono::seconds(2);  ///< where no cycle time is declared
  std::vector<MessageRule> rules{};                       ///< of this bus
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
    bool is_stale = false;   ///< silent for too long, or its message is invalid: `value` is no longer the truth
    bool is_told = false;    ///< step() has said that it is stale
  };

  /// `plan` must outlive the table. RT-safe: no (allocates).
  SignalTable(const DecodePlan& plan, const SignalTableOptions& options);

  /// Decodes and remembers. Of an invalid message no value comes out, and its signals are stale. The result stays valid
  /// until the next call.
  DecodedFrame on_frame(const CanFrame& frame) noexcept RT_NONBLOCKING;

  /// Marks what has been silent for too long at `now` and writes the indices of what became stale to `stale`, each
  /// once. When `stale` is full the rest follows with the next call. Returns how many.
  std::size_t step(MonoTime now, std::span<std::uint32_t> stale) noexcept RT_NONBLOCKING;

  /// Forgets every value, as after a reconnect. Counters stay.
  void clear() noexcept RT_NONBLOCKING;

  const State& state(std::uint32_t signal) const noexcept { return states_[signal]; }
  nanoseconds timeout(std::uint32_t signal) const noexcept { return timeouts_[signal]; }
  const CanCounters& counters() const noexcept { return counters_; }
  const DecodePlan& plan() const noexcept { return *plan_; }
  const MessageWatch& messages() const noexcept { return messages_; }

 private:
  static constexpr MonoTime kNever = MonoTime::max();

  void invalidate(std::uint32_t message) noexcept RT_NONBLOCKING;

  const DecodePlan* plan_;
  MessageWatch messages_;
  std::vector<State> states_;
  std::vector<nanoseconds> timeouts_;
  std::vector<nanoseconds> shortest_timeout_;  ///< per message
  DecodeRoom room_;
  CanCounters counters_;
  MonoTime next_due_ = kNever;  ///< no silence is too long before this
  bool has_untold_ = false;     ///< something is stale and step() has not said so
};

}  // namespace tripline
