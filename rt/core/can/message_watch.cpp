#include "rt/core/can/message_watch.hpp"

#include <algorithm>
#include <cmath>

namespace tripline {

MessageWatch::MessageWatch(const DecodePlan& plan, std::span<const MessageRule> rules, double stale_cycles)
    : rules_(rules.begin(), rules.end()),
      rule_of_(plan.messages().size(), kNoRule),
      timeouts_(plan.messages().size()),
      watched_(plan.messages().size()) {
  for (std::size_t i = 0; i < rules_.size(); ++i) rule_of_[rules_[i].message] = static_cast<std::uint32_t>(i);
  for (std::size_t i = 0; i < timeouts_.size(); ++i) {
    const MessageRule* rule = rule_of_[i] == kNoRule ? nullptr : &rules_[rule_of_[i]];
    const nanoseconds cycle = rule == nullptr ? plan.messages()[i].cycle_time : rule->cycle;
    const double cycles = rule == nullptr || rule->timeout_cycles == 0 ? stale_cycles : rule->timeout_cycles;
    timeouts_[i] = nanoseconds(std::llround(static_cast<double>(cycle.count()) * cycles));
  }
}

bool MessageWatch::on_frame(std::uint32_t message, const CanFrame& frame) noexcept RT_NONBLOCKING {
  Watched& watched = watched_[message];
  if (!watched.is_seen) ++seen_;
  watched.is_seen = true;
  watched.is_silent = false;
  watched.last = frame.time;
  if (timeouts_[message].count() > 0) next_due_ = std::min(next_due_, frame.time + timeouts_[message]);
  if (rule_of_[message] == kNoRule) return true;
  const MessageState found = check(rules_[rule_of_[message]], watched, frame);
  if (found == MessageState::kOk) return true;
  ++(found == MessageState::kCounter ? counts_.counter : counts_.checksum);
  note_wrong(watched, found, frame.time);
  return false;
}

/// The checksum first: where it is wrong the counter's bits are not to be believed either.
MessageState MessageWatch::check(const MessageRule& rule, Watched& watched,
                                 const CanFrame& frame) noexcept RT_NONBLOCKING {
  if (rule.has_counter && frame.length < rule.counter.end_byte) return MessageState::kCounter;
  const std::uint64_t counter = rule.has_counter ? rule.counter.lift(frame.data.data()) : 0;
  if (rule.checksum.kind != ChecksumKind::kNone) {
    const std::size_t own = rule.checksum.own_byte;
    if (own >= frame.length || checksum_of(rule.checksum, frame, counter) != frame.data[own])
      return MessageState::kChecksum;
  }
  if (!rule.has_counter) return MessageState::kOk;
  const std::uint64_t mask = (std::uint64_t{1} << rule.counter.length) - 1;
  const std::uint64_t step = (counter - watched.counter) & mask;
  const bool is_good = !watched.has_counter || (step >= 1 && step <= rule.counter_step_max);
  watched.has_counter = true;
  watched.counter = counter;
  return is_good ? MessageState::kOk : MessageState::kCounter;
}

void MessageWatch::note_wrong(Watched& watched, MessageState what, MonoTime now) noexcept RT_NONBLOCKING {
  const bool goes_on = watched.wrong == what && now - watched.wrong_last < kFaultShown;
  if (!goes_on) watched.wrong_since = now;
  watched.wrong = what;
  watched.wrong_last = now;
}

void MessageWatch::step(MonoTime now) noexcept RT_NONBLOCKING {
  if (opened_ == kNotYet) opened_ = now;
  if (now <= next_due_) return;
  next_due_ = kNotYet;
  for (std::size_t i = 0; i < watched_.size(); ++i) {
    Watched& watched = watched_[i];
    if (!watched.is_seen || watched.is_silent || timeouts_[i].count() == 0) continue;
    const MonoTime due = watched.last + timeouts_[i];
    if (now <= due) {
      next_due_ = std::min(next_due_, due);
      continue;
    }
    watched.is_silent = true;
    watched.has_counter = false;  // who was away may count from anywhere
    ++counts_.timeout;
  }
}

void MessageWatch::clear() noexcept RT_NONBLOCKING {
  std::fill(watched_.begin(), watched_.end(), Watched{});
  seen_ = 0;
  opened_ = next_due_ = kNotYet;
}

/// When a message that must come and never did becomes a fault; kNotYet: it does not.
MonoTime MessageWatch::missed_from(std::uint32_t message) const noexcept RT_NONBLOCKING {
  const bool must_come = rule_of_[message] != kNoRule && rules_[rule_of_[message]].must_come;
  if (!must_come || opened_ == kNotYet) return kNotYet;
  return opened_ + std::max(timeouts_[message], kPatience);
}

MessageFault MessageWatch::fault_of(std::uint32_t message, MonoTime now) const noexcept RT_NONBLOCKING {
  const Watched& watched = watched_[message];
  if (!watched.is_seen) {
    const MonoTime from = missed_from(message);
    return {message, now > from ? MessageState::kNever : MessageState::kOk, from};
  }
  if (watched.is_silent) return {message, MessageState::kTimeout, watched.last + timeouts_[message]};
  const bool shows = watched.wrong != MessageState::kOk && now - watched.wrong_last < kFaultShown;
  return {message, shows ? watched.wrong : MessageState::kOk, watched.wrong_since};
}

MessageState MessageWatch::state(std::uint32_t message, MonoTime now) const noexcept {
  return fault_of(message, now).state;
}

std::size_t MessageWatch::faults(MonoTime now, std::span<MessageFault> room) const noexcept RT_NONBLOCKING {
  const auto earlier = [](const MessageFault& a, const MessageFault& b) { return a.since < b.since; };
  std::size_t count = 0;
  std::size_t kept = 0;  // a heap with the latest on top
  for (std::uint32_t i = 0; i < watched_.size(); ++i) {
    const MessageFault fault = fault_of(i, now);
    if (fault.state == MessageState::kOk) continue;
    ++count;
    const auto heap = room.first(kept);
    if (kept < room.size()) {
      room[kept++] = fault;
      std::push_heap(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(kept), earlier);
    } else if (!room.empty() && earlier(fault, room.front())) {
      std::pop_heap(heap.begin(), heap.end(), earlier);
      room.back() = fault;
      std::push_heap(heap.begin(), heap.end(), earlier);
    }
  }
  std::sort_heap(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(kept), earlier);
  return count;
}

}  // namespace tripline
