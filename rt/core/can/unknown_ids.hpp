// Ids on a bus that no DBC names: how often each comes, in bounded memory.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rt/base/ids.hpp"
#include "rt/base/limits.hpp"
#include "rt/base/realtime.hpp"
#include "rt/base/time.hpp"
#include "rt/core/can/id_index.hpp"

namespace tripline {

struct UnknownId {
  CanId id;
  std::uint64_t count = 0;
  double rate_hz = 0;  ///< over the last kWindow to 2 * kWindow, or since the id was first seen
};

/// Remembers limits::kCanIds ids. When it is full, further ones are counted only, until ids that have been silent for
/// 2 * kWindow make room. Thread: one. RT-safe after construction: yes (no heap, no lock, bounded).
class UnknownIds {
 public:
  static constexpr nanoseconds kWindow = std::chrono::seconds(5);

  /// RT-safe: no (allocates).
  UnknownIds();

  void on_frame(CanId id, MonoTime time) noexcept RT_NONBLOCKING;
  /// Turns the windows of the rates and makes room. Call it every second or so.
  void step(MonoTime now) noexcept RT_NONBLOCKING;
  /// After a reconnect nothing is known. The count of frames beyond the bound stays.
  void clear() noexcept RT_NONBLOCKING;

  /// Writes the ids with the most frames a second, the most first. Returns how many it wrote.
  std::size_t top(MonoTime now, std::span<UnknownId> room) const noexcept RT_NONBLOCKING;
  std::size_t size() const noexcept { return count_; }
  /// Frames of ids that there was no room for.
  std::uint64_t beyond() const noexcept { return beyond_; }

 private:
  struct Mark {
    std::uint64_t count = 0;
    MonoTime time{};
  };
  struct Entry {
    CanId id;
    std::uint64_t count = 0;
    MonoTime last{};
    Mark older;  ///< the rate counts from here
    Mark newer;  ///< becomes `older` after the next window
  };

  static double rate_of(const Entry& entry, MonoTime now) noexcept RT_NONBLOCKING;
  void turn_windows(MonoTime now) noexcept RT_NONBLOCKING;
  void make_room(MonoTime now) noexcept RT_NONBLOCKING;

  std::vector<Entry> entries_;  ///< the first count_ are in use
  std::size_t count_ = 0;
  IdIndex place_of_;  ///< by CanId::key()
  std::uint64_t beyond_ = 0;
  std::uint64_t beyond_before_ = 0;  ///< at the last step()
  MonoTime window_began_{};
};

}  // namespace tripline
