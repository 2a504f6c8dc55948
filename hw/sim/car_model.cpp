#include "hw/sim/car_model.hpp"

namespace tripline {

nanoseconds CarModel::next_due() const noexcept RT_NONBLOCKING { return due(next_message()); }

std::size_t CarModel::take(nanoseconds until, std::span<CanFrame> frames) noexcept RT_NONBLOCKING {
  for (std::size_t count = 0; count < frames.size(); ++count) {
    const std::size_t message = next_message();
    if (due(message) > until) return count;
    frames[count] = make_frame(message);
    ++sent_[message];
  }
  return frames.size();
}

std::uint64_t CarModel::skip(nanoseconds until) noexcept RT_NONBLOCKING {
  std::uint64_t skipped = 0;
  for (std::size_t message = 0; message < kCarMessages; ++message) {
    if (due(message) >= until) continue;
    const nanoseconds period = car_messages()[message].period;
    const auto frames = static_cast<std::uint64_t>((until - due(message) + period - nanoseconds(1)) / period);
    sent_[message] += frames;
    skipped += frames;
  }
  return skipped;
}

std::size_t CarModel::next_message() const noexcept {
  std::size_t next = 0;
  for (std::size_t message = 1; message < kCarMessages; ++message)
    if (due(message) < due(next)) next = message;
  return next;
}

nanoseconds CarModel::due(std::size_t message) const noexcept {
  const CarMessage& row = car_messages()[message];
  return row.phase + row.period * static_cast<std::int64_t>(sent_[message]);
}

CanFrame CarModel::make_frame(std::size_t message) const noexcept {
  const CarMessage& row = car_messages()[message];
  CanFrame frame;
  frame.time = MonoTime(due(message));
  frame.id = row.id.value;
  if (row.id.extended) frame.flags = kCanExtended;
  frame.length = row.length;
  row.encode(lap_.at(due(message)), sent_[message], frame);
  return frame;
}

}  // namespace tripline
