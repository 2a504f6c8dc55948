// What a bus carries: per id and per bus, counts, cycles, gaps and bits.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shim/cli/can/bus_names.hpp"
#include "shim/cli/can/frame_source.hpp"

namespace tripline {

/// Times between frames.
struct CycleStatistics {
  std::uint64_t count = 0;
  nanoseconds minimum{0};
  nanoseconds maximum{0};
  double mean_ns = 0;
  double squares_ns2 = 0;  ///< sum of squared distances to the mean (Welford)

  void add(nanoseconds cycle) noexcept;
  /// The standard deviation.
  double jitter_ns() const noexcept;
};

struct IdStatistics {
  std::size_t bus = 0;
  CanId id;
  std::string name;  ///< of the message; empty: nobody knows it
  std::uint64_t frames = 0;
  nanoseconds newest{0};
  CycleStatistics cycles;
  std::uint8_t length_least = 0;
  std::uint8_t length_most = 0;
  std::uint64_t nominal_bits = 0;
  std::uint64_t data_bits = 0;
};

struct BusStatistics {
  std::uint64_t frames = 0;
  std::uint64_t error_frames = 0;
  std::uint64_t unknown_frames = 0;  ///< of ids without a name
  std::uint64_t further_frames = 0;  ///< of ids for which there was no room
  std::uint64_t backward_steps = 0;  ///< frames whose time lies before that of the frame in front of them
  std::uint64_t gaps = 0;            ///< silences of at least the gap asked for
  nanoseconds longest_gap{0};
  nanoseconds longest_gap_at{0};  ///< when it began
  nanoseconds first{0};
  nanoseconds newest{0};
  std::uint64_t nominal_bits = 0;
  std::uint64_t data_bits = 0;
};

/// Thread: one. Bounded: limits::kCanIds ids and limits::kLogBuses buses.
class FrameStatistics {
 public:
  explicit FrameStatistics(nanoseconds gap) : gap_(gap) {}

  /// `name` of the message; empty: unknown. False when there is no room for one more bus: the frame is not counted.
  bool add(const SourceItem& item, std::string_view name);

  std::span<const IdStatistics> ids() const noexcept { return ids_; }
  std::span<const BusStatistics> buses() const noexcept { return {buses_.data(), names_.size()}; }
  const std::string& bus_name(std::size_t bus) const { return names_.name(bus); }
  /// From the first frame of all to the last.
  nanoseconds duration() const noexcept;
  nanoseconds gap() const noexcept { return gap_; }

 private:
  void add_to_bus(BusStatistics& bus, const SourceItem& item);
  IdStatistics* id_of(std::size_t bus, const SourceItem& item, std::string_view name);

  nanoseconds gap_;
  BusNames names_;
  std::array<BusStatistics, limits::kLogBuses> buses_{};
  std::vector<IdStatistics> ids_;
  std::unordered_map<std::uint64_t, std::size_t> place_of_;
};

}  // namespace tripline
