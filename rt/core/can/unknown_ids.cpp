#include "rt/core/can/unknown_ids.hpp"

#include <algorithm>

namespace tripline {

UnknownIds::UnknownIds() : entries_(limits::kCanIds), place_of_(limits::kCanIds) {}

void UnknownIds::on_frame(CanId id, MonoTime time) noexcept RT_NONBLOCKING {
  const std::uint32_t place = place_of_.find(id.key());
  if (place != IdIndex::kNone) {
    ++entries_[place].count;
    entries_[place].last = time;
    return;
  }
  if (count_ == entries_.size()) return void(++beyond_);
  entries_[count_] = {id, 1, time, {1, time}, {1, time}};  // one frame has no rate yet
  place_of_.set(id.key(), static_cast<std::uint32_t>(count_++));
}

void UnknownIds::step(MonoTime now) noexcept RT_NONBLOCKING {
  if (now - window_began_ >= kWindow) turn_windows(now);
  if (beyond_ != beyond_before_) make_room(now);
  beyond_before_ = beyond_;
}

void UnknownIds::turn_windows(MonoTime now) noexcept RT_NONBLOCKING {
  window_began_ = now;
  for (std::size_t i = 0; i < count_; ++i) {
    entries_[i].older = entries_[i].newer;
    entries_[i].newer = {entries_[i].count, now};
  }
}

void UnknownIds::make_room(MonoTime now) noexcept RT_NONBLOCKING {
  const auto used = entries_.begin() + static_cast<std::ptrdiff_t>(count_);
  const auto kept =
      std::remove_if(entries_.begin(), used, [now](const Entry& entry) { return now - entry.last > 2 * kWindow; });
  if (kept == used) return;
  count_ = static_cast<std::size_t>(kept - entries_.begin());
  place_of_.clear();
  for (std::size_t i = 0; i < count_; ++i) place_of_.set(entries_[i].id.key(), static_cast<std::uint32_t>(i));
}

void UnknownIds::clear() noexcept RT_NONBLOCKING {
  count_ = 0;
  place_of_.clear();
}

double UnknownIds::rate_of(const Entry& entry, MonoTime now) noexcept RT_NONBLOCKING {
  const std::chrono::duration<double> time = now - entry.older.time;
  return time.count() <= 0 ? 0 : static_cast<double>(entry.count - entry.older.count) / time.count();
}

std::size_t UnknownIds::top(MonoTime now, std::span<UnknownId> room) const noexcept RT_NONBLOCKING {
  const auto more = [](const UnknownId& a, const UnknownId& b) { return a.rate_hz > b.rate_hz; };
  std::size_t kept = 0;  // sorted, the most first
  for (std::size_t i = 0; i < count_; ++i) {
    const UnknownId found{entries_[i].id, entries_[i].count, rate_of(entries_[i], now)};
    const auto end = room.begin() + static_cast<std::ptrdiff_t>(kept);
    const auto place = std::upper_bound(room.begin(), end, found, more);
    if (place == room.end()) continue;
    if (kept < room.size()) ++kept;
    std::move_backward(place, room.begin() + static_cast<std::ptrdiff_t>(kept) - 1,
                       room.begin() + static_cast<std::ptrdiff_t>(kept));
    *place = found;
  }
  return kept;
}

}  // namespace tripline
