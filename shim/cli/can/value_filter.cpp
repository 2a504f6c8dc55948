#include "shim/cli/can/value_filter.hpp"

#include <utility>

#include "rt/base/limits.hpp"

namespace tripline {

ValueFilter::ValueFilter(std::vector<std::uint8_t> is_chosen, bool changed_only)
    : is_chosen_(std::move(is_chosen)), changed_only_(changed_only) {}

bool ValueFilter::is_wanted(std::vector<Last>& last, const DecodedValue& value) {
  if (is_chosen_[value.signal] == 0) return false;
  if (!changed_only_) return true;
  const Last before = std::exchange(last[value.signal], {value.raw, true});
  return !before.is_known || before.raw != value.raw;
}

DecodedFrame ValueFilter::keep(std::size_t bus, const DecodedFrame& decoded) {
  if (bus >= last_.size()) last_.resize(bus + 1);
  if (changed_only_ && last_[bus].empty()) last_[bus].resize(is_chosen_.size());
  if (room_.value.size() < decoded.count)
    room_ = {std::vector<double>(decoded.count), std::vector<std::uint64_t>(decoded.count),
             std::vector<std::uint32_t>(decoded.count)};
  DecodedFrame kept = decoded;
  kept.count = 0;
  for (std::size_t i = 0; i < decoded.count; ++i) {
    const DecodedValue value = decoded[i];
    if (!is_wanted(last_[bus], value)) continue;
    room_.signal[kept.count] = value.signal;
    room_.value[kept.count] = value.value;
    room_.raw[kept.count++] = value.raw;
  }
  kept.signal = room_.signal.data();
  kept.value = room_.value.data();
  kept.raw = room_.raw.data();
  return kept;
}

bool ValueFilter::is_new(std::size_t bus, const CanFrame& frame) {
  const std::uint64_t key = std::uint64_t{bus} << 40 | std::uint64_t{frame.flags} << 32 | frame.can_id().key();
  const auto known = last_frame_.find(key);
  if (known == last_frame_.end()) {
    if (last_frame_.size() < limits::kCanIds) last_frame_.emplace(key, frame);
    return true;
  }
  const bool is_new = known->second.length != frame.length || known->second.data != frame.data;
  known->second = frame;
  return is_new;
}

}  // namespace tripline
