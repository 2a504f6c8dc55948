#include "rt/core/can/receive_filter.hpp"

#include <algorithm>
#include <utility>

namespace tripline {
namespace {

constexpr std::uint32_t kStandardMask = 0x7FF;
constexpr std::uint32_t kExtendedMask = 0x1FFFFFFF;

CanFilter filter_of(const MessageInfo& message) {
  if (!message.is_j1939) return {message.id, message.id.extended ? kExtendedMask : kStandardMask};
  // An id of the same format with all other bits set: its key is the mask.
  const std::uint32_t format = message.id.value & 0x00FF0000U;
  const std::uint32_t mask = parameter_group_key(format | (~0x00FF0000U & kExtendedMask)) | 0x00FF0000U;
  return {CanId(parameter_group_key(message.id.value), true), mask};
}

}  // namespace

std::vector<CanFilter> receive_filters(const DecodePlan& plan) {
  std::vector<CanFilter> filters;
  for (const MessageInfo& message : plan.messages()) filters.push_back(filter_of(message));
  const auto key = [](const CanFilter& filter) { return std::pair(filter.id.key(), filter.mask); };
  std::sort(filters.begin(), filters.end(), [key](const CanFilter& a, const CanFilter& b) { return key(a) < key(b); });
  filters.erase(std::unique(filters.begin(), filters.end()), filters.end());
  return filters;
}

}  // namespace tripline
