#include "rt/core/can/bus_truth.hpp"

#include <algorithm>

namespace tripline {

DecodedFrame BusTruth::on_frame(const CanFrame& frame) noexcept RT_NONBLOCKING {
  const DecodedFrame decoded = signals_.on_frame(frame);
  if (decoded.known()) return decoded;
  if ((frame.flags & kCanErrorFrame) != 0)
    controller_.on_error_frame(frame);
  else if ((frame.flags & kCanRemote) == 0)
    unknown_.on_frame(frame.can_id(), frame.time);
  return decoded;
}

std::size_t BusTruth::step(MonoTime now, std::span<std::uint32_t> stale) noexcept RT_NONBLOCKING {
  if (now >= ids_due_) {
    ids_due_ = now + kIdsEvery;
    unknown_.step(now);
  }
  return signals_.step(now, stale);
}

void BusTruth::clear() noexcept RT_NONBLOCKING {
  signals_.clear();
  unknown_.clear();
  controller_.clear();
}

void BusTruth::report(MonoTime now, BusReport& report) const noexcept RT_NONBLOCKING {
  const MessageWatch& messages = signals_.messages();
  report.controller = controller_.state();
  report.transmit_errors = controller_.transmit_errors();
  report.receive_errors = controller_.receive_errors();
  report.messages_seen = messages.seen();
  report.unknown_ids = static_cast<std::uint32_t>(unknown_.size());
  report.unknown_beyond = unknown_.beyond();
  report.unknown_told = static_cast<std::uint32_t>(unknown_.top(now, report.unknown));
  report.invalid_count = static_cast<std::uint32_t>(messages.faults(now, report.invalid));
  report.invalid_told = std::min<std::uint32_t>(report.invalid_count, limits::kInvalidTold);
}

}  // namespace tripline
