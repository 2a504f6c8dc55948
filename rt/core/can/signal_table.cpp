#include "rt/core/can/signal_table.hpp"

#include <algorithm>
#include <cmath>

namespace tripline {
namespace {

// A multiplexed signal comes less often than its message, by a factor no DBC declares: never sooner than the default.
nanoseconds timeout_of(const DecodePlan& plan, const SignalInfo& signal, const SignalTableOptions& options) {
  const nanoseconds cycle = plan.messages()[signal.message].cycle_time;
  if (cycle.count() == 0) return options.default_timeout;
  const nanoseconds timeout(std::llround(static_cast<double>(cycle.count()) * options.stale_cycles));
  return signal.is_multiplexed ? std::max(timeout, options.default_timeout) : timeout;
}

}  // namespace

SignalTable::SignalTable(const DecodePlan& plan, const SignalTableOptions& options)
    : plan_(&plan), states_(plan.signals().size()), room_(plan.make_room()) {
  timeouts_.reserve(plan.signals().size());
  for (const SignalInfo& signal : plan.signals()) timeouts_.push_back(timeout_of(plan, signal, options));
}

DecodedFrame SignalTable::on_frame(const CanFrame& frame) noexcept RT_NONBLOCKING {
  ++counters_.in;
  if ((frame.flags & kCanErrorFrame) != 0) return ++counters_.errors, DecodedFrame{};
  const DecodedFrame decoded = plan_->decode(frame, room_);
  ++(decoded.known() ? counters_.decoded : counters_.unknown);
  if (decoded.unlisted_selector) ++counters_.unlisted_selectors;
  for (std::uint32_t i = 0; i < decoded.count; ++i)
    states_[decoded.signal[i]] = {decoded.value[i], frame.time, true, false};
  return decoded;
}

std::size_t SignalTable::step(MonoTime now, std::span<std::uint32_t> stale) noexcept RT_NONBLOCKING {
  std::size_t count = 0;
  for (std::size_t i = 0; i < states_.size() && count < stale.size(); ++i) {
    State& state = states_[i];
    if (!state.has_value || state.is_stale || now - state.time <= timeouts_[i]) continue;
    state.is_stale = true;
    stale[count++] = static_cast<std::uint32_t>(i);
  }
  return count;
}

void SignalTable::clear() noexcept RT_NONBLOCKING { std::fill(states_.begin(), states_.end(), State{}); }

}  // namespace tripline
