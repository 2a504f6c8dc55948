#include "rt/core/can/signal_table.hpp"

#include <algorithm>

namespace tripline {
namespace {

// A multiplexed signal comes less often than its message, by a factor no DBC declares: never sooner than the default.
nanoseconds timeout_of(const MessageWatch& messages, const SignalInfo& signal, const SignalTableOptions& options) {
  const nanoseconds timeout = messages.timeout(signal.message);
  if (timeout.count() == 0) return options.default_timeout;
  return signal.is_multiplexed ? std::max(timeout, options.default_timeout) : timeout;
}

}  // namespace

SignalTable::SignalTable(const DecodePlan& plan, const SignalTableOptions& options)
    : plan_(&plan),
      messages_(plan, options.rules, options.stale_cycles),
      states_(plan.signals().size()),
      shortest_timeout_(plan.messages().size(), nanoseconds::max()),
      room_(plan.make_room()) {
  timeouts_.reserve(plan.signals().size());
  for (const SignalInfo& signal : plan.signals()) {
    timeouts_.push_back(timeout_of(messages_, signal, options));
    nanoseconds& shortest = shortest_timeout_[signal.message];
    shortest = std::min(shortest, timeouts_.back());
  }
}

DecodedFrame SignalTable::on_frame(const CanFrame& frame) noexcept RT_NONBLOCKING {
  ++counters_.in;
  if ((frame.flags & kCanErrorFrame) != 0) return ++counters_.errors, DecodedFrame{};
  DecodedFrame decoded = plan_->decode(frame, room_);
  if (!decoded.known()) return ++counters_.unknown, decoded;
  ++counters_.decoded;
  if (decoded.unlisted_selector) ++counters_.unlisted_selectors;
  if (!messages_.on_frame(decoded.message, frame)) {
    invalidate(decoded.message);
    decoded.count = 0;
    return decoded;
  }
  for (std::uint32_t i = 0; i < decoded.count; ++i)
    states_[decoded.signal[i]] = {decoded.value[i], frame.time, true, false, false};
  if (decoded.count > 0) next_due_ = std::min(next_due_, frame.time + shortest_timeout_[decoded.message]);
  return decoded;
}

void SignalTable::invalidate(std::uint32_t message) noexcept RT_NONBLOCKING {
  const MessageInfo& info = plan_->messages()[message];
  for (std::uint32_t i = info.first_signal; i < info.first_signal + info.signal_count; ++i) {
    if (!states_[i].has_value || states_[i].is_stale) continue;
    states_[i].is_stale = true;
    has_untold_ = true;
  }
}

std::size_t SignalTable::step(MonoTime now, std::span<std::uint32_t> stale) noexcept RT_NONBLOCKING {
  messages_.step(now);
  if (now <= next_due_ && !has_untold_) return 0;
  std::size_t count = 0;
  next_due_ = kNever;
  has_untold_ = false;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    State& state = states_[i];
    if (!state.has_value || state.is_told) continue;
    const MonoTime due = state.time + timeouts_[i];
    if (now > due) state.is_stale = true;
    if (!state.is_stale) {
      next_due_ = std::min(next_due_, due);
    } else if (count == stale.size()) {
      has_untold_ = true;
    } else {
      state.is_told = true;
      stale[count++] = static_cast<std::uint32_t>(i);
    }
  }
  return count;
}

void SignalTable::clear() noexcept RT_NONBLOCKING {
  std::fill(states_.begin(), states_.end(), State{});
  messages_.clear();
  next_due_ = kNever;
  has_untold_ = false;
}

}  // namespace tripline
