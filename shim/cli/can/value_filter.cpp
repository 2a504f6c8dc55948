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
  signal_.clear();
  value_.clear();
  raw_.clear();
  for (std::size_t i = 0; i < decoded.count; ++i) {
    const DecodedValue value = decoded[i];
    if (!is_wanted(last_[bus], value)) continue;
    signal_.push_back(value.signal);
    value_.push_back(value.value);
    raw_.push_back(value.raw);
  }
  DecodedFrame kept = decoded;
  kept.count = static_cast<std::uint32_t>(signal_.size());
  kept.signal = signal_.data();
  kept.value = value_.data();
  kept.raw = raw_.data();
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
