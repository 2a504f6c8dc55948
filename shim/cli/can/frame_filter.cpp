#include "shim/cli/can/frame_filter.hpp"

#include <algorithm>
#include <charconv>

namespace tripline {

Result<CanId> parse_can_id(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with("0x") || digits.starts_with("0X")) digits.remove_prefix(2);
  std::uint32_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, value, 16);
  const bool is_number = !digits.empty() && digits.size() <= 8 && read.ec == std::errc() && read.ptr == end;
  if (!is_number || value > 0x1FFFFFFF)
    return Error{
        ExitCode::kUsage,
        "'" + std::string(text) + "' is no CAN id; write it in hexadecimal: 3 digits up to 7FF, or 8 up to 1FFFFFFF"};
  return CanId(value, value > 0x7FF || digits.size() == 8);
}

Result<FrameFilter> FrameFilter::create(const FrameFilterOptions& options) {
  FrameFilter filter;
  for (const std::string& text : options.ids) {
    const Result<CanId> id = parse_can_id(text);
    if (!id) return id.error();
    filter.keys_.push_back(id->key());
  }
  filter.buses_ = options.buses;
  return filter;
}

bool FrameFilter::passes(std::string_view bus, const CanFrame& frame) const noexcept {
  if (!buses_.empty() && std::find(buses_.begin(), buses_.end(), bus) == buses_.end()) return false;
  if (keys_.empty()) return true;
  if ((frame.flags & kCanErrorFrame) != 0) return false;
  return std::find(keys_.begin(), keys_.end(), frame.can_id().key()) != keys_.end();
}

}  // namespace tripline
