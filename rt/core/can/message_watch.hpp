// Which messages of a bus are not well: silent for too long, with a wrong counter or checksum, or never seen.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rt/base/realtime.hpp"
#include "rt/base/time.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "rt/core/can/message_rules.hpp"

namespace tripline {

/// Same values as wire::CanMessageState.
enum class MessageState : std::uint8_t { kOk, kTimeout, kCounter, kChecksum, kNever };

struct MessageFault {
  std::uint32_t message = 0;  ///< index in DecodePlan::messages()
  MessageState state = MessageState::kOk;
  MonoTime since{};
};

struct MessageFaultCounts {
  std::uint64_t counter = 0;   ///< frames
  std::uint64_t checksum = 0;  ///< frames
  std::uint64_t timeout = 0;   ///< silences
};

/// Thread: one. RT-safe after construction: yes (no heap, no lock, bounded by the plan's messages).
class MessageWatch {
 public:
  /// A wrong frame shows for this long, so that a single one is seen too.
  static constexpr nanoseconds kFaultShown = std::chrono::seconds(1);
  /// What must come but has no cycle time may take this long.
  static constexpr nanoseconds kPatience = std::chrono::seconds(2);

  /// `plan` must outlive the watch. RT-safe: no (allocates).
  MessageWatch(const DecodePlan& plan, std::span<const MessageRule> rules, double stale_cycles);

  /// False when the frame is not to be believed. `message` is what the plan says that it is.
  bool on_frame(std::uint32_t message, const CanFrame& frame) noexcept RT_NONBLOCKING;

  /// Notices silence. The first call after clear() begins the wait for what must come.
  void step(MonoTime now) noexcept RT_NONBLOCKING;

  /// The bus is dead or came back: nothing is known of any message, so none is at fault. Counts stay.
  void clear() noexcept RT_NONBLOCKING;

  MessageState state(std::uint32_t message, MonoTime now) const noexcept;
  /// Writes what is not well at `now`, the longest first, as far as there is room. Returns how many there are.
  std::size_t faults(MonoTime now, std::span<MessageFault> room) const noexcept RT_NONBLOCKING;
  /// Silence that is a timeout; 0: none is.
  nanoseconds timeout(std::uint32_t message) const noexcept { return timeouts_[message]; }
  std::uint32_t seen() const noexcept { return seen_; }  ///< messages since clear()
  const MessageFaultCounts& counts() const noexcept { return counts_; }

 private:
  static constexpr std::uint32_t kNoRule = 0xFFFFFFFFU;
  static constexpr MonoTime kNotYet = MonoTime::max();

  struct Watched {
    bool is_seen = false;
    bool is_silent = false;
    bool has_counter = false;
    MessageState wrong = MessageState::kOk;  ///< what the last wrong frame had
    std::uint64_t counter = 0;               ///< of the last frame
    MonoTime last{};                         ///< frame
    MonoTime wrong_since{};
    MonoTime wrong_last{};
  };

  MessageState check(const MessageRule& rule, Watched& watched, const CanFrame& frame) noexcept RT_NONBLOCKING;
  void note_wrong(Watched& watched, MessageState what, MonoTime now) noexcept RT_NONBLOCKING;
  MessageFault fault_of(std::uint32_t message, MonoTime now) const noexcept RT_NONBLOCKING;
  MonoTime missed_from(std::uint32_t message) const noexcept RT_NONBLOCKING;

  std::vector<MessageRule> rules_;
  std::vector<std::uint32_t> rule_of_;  ///< per message: in rules_, or kNoRule
  std::vector<nanoseconds> timeouts_;   ///< per message; 0: none
  std::vector<Watched> watched_;        ///< per message
  std::uint32_t seen_ = 0;
  MonoTime opened_ = kNotYet;
  MonoTime next_due_ = kNotYet;  ///< no silence is too long before this
  MessageFaultCounts counts_;
};

}  // namespace tripline
