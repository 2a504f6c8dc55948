#include "shim/cli/can/frame_statistics.hpp"

#include <algorithm>
#include <cmath>

#include "shim/cli/can/frame_bits.hpp"

namespace tripline {

void CycleStatistics::add(nanoseconds cycle) noexcept {
  minimum = count == 0 ? cycle : std::min(minimum, cycle);
  maximum = std::max(maximum, cycle);
  const auto value = static_cast<double>(cycle.count());
  const double before = value - mean_ns;
  mean_ns += before / static_cast<double>(++count);
  squares_ns2 += before * (value - mean_ns);
}

double CycleStatistics::jitter_ns() const noexcept {
  return count < 2 ? 0 : std::sqrt(squares_ns2 / static_cast<double>(count));
}

void FrameStatistics::add_to_bus(BusStatistics& bus, const SourceItem& item) {
  const nanoseconds step = item.time - bus.newest;
  if (bus.frames++ == 0) {
    bus.first = item.time;
  } else if (step < nanoseconds(0)) {
    ++bus.backward_steps;
  } else {
    if (step >= gap_) ++bus.gaps;
    if (step > bus.longest_gap) {
      bus.longest_gap = step;
      bus.longest_gap_at = bus.newest;
    }
  }
  bus.newest = item.time;
}

IdStatistics* FrameStatistics::id_of(std::size_t bus, const SourceItem& item, std::string_view name) {
  const std::uint64_t key = std::uint64_t{bus} << 32 | item.frame.can_id().key();
  const auto known = place_of_.find(key);
  if (known != place_of_.end()) return &ids_[known->second];
  if (ids_.size() == limits::kCanIds) return nullptr;
  place_of_.emplace(key, ids_.size());
  IdStatistics& id = ids_.emplace_back();
  id.bus = bus;
  id.id = item.frame.can_id();
  id.name = name;
  id.length_least = item.frame.length;
  return &id;
}

bool FrameStatistics::add(const SourceItem& item, std::string_view name) {
  const auto number = names_.number_of(item.bus);
  if (!number) return false;
  BusStatistics& bus = buses_[*number];
  add_to_bus(bus, item);
  const FrameBits bits = frame_bits(item.frame);
  bus.nominal_bits += bits.nominal;
  bus.data_bits += bits.data;
  if ((item.frame.flags & kCanErrorFrame) != 0) return ++bus.error_frames, true;
  if (name.empty()) ++bus.unknown_frames;
  IdStatistics* id = id_of(*number, item, name);
  if (id == nullptr) return ++bus.further_frames, true;
  if (id->frames++ > 0 && item.time >= id->newest) id->cycles.add(item.time - id->newest);
  id->newest = item.time;
  id->length_least = std::min(id->length_least, item.frame.length);
  id->length_most = std::max(id->length_most, item.frame.length);
  id->nominal_bits += bits.nominal;
  id->data_bits += bits.data;
  return true;
}

nanoseconds FrameStatistics::duration() const noexcept {
  if (names_.size() == 0) return nanoseconds(0);
  nanoseconds first = buses_[0].first;
  nanoseconds last = buses_[0].newest;
  for (const BusStatistics& bus : buses()) {
    first = std::min(first, bus.first);
    last = std::max(last, bus.newest);
  }
  return std::max(nanoseconds(0), last - first);
}

}  // namespace tripline
