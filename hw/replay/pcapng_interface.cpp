#include "hw/replay/pcapng_interface.hpp"

#include <algorithm>

namespace tripline {
namespace {

constexpr std::size_t kFixedBytes = 16;  // type, length, link type, reserved, snap length
constexpr std::size_t kTrailBytes = 4;   // the length again
constexpr std::size_t kNameBytes = 64;   // Linux has 15
constexpr std::uint16_t kEnd = 0;
constexpr std::uint16_t kName = 2;
constexpr std::uint16_t kResolution = 9;
constexpr std::uint16_t kOffset = 14;

std::string clean(std::string_view name) {
  std::string text(name.substr(0, std::min(name.find('\0'), kNameBytes)));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7F' || c == '#'; },
      '_');
  return text;
}

/// False: not as long as it should be, or out of range.
bool take_option(std::uint16_t code, std::string_view value, ByteOrder order, PcapngInterface& interface) {
  if (code == kName) interface.name = clean(value);
  if (code == kResolution) {
    const auto clock = value.size() == 1 ? CaptureClock::of(static_cast<std::uint8_t>(value[0])) : std::nullopt;
    if (!clock) return false;
    interface.clock = *clock;
  }
  if (code == kOffset) {
    if (value.size() != 8) return false;
    interface.offset_seconds = static_cast<std::int64_t>(order.load(value, 0, 8));
  }
  return true;
}

}  // namespace

bool read_pcapng_interface(std::string_view block, ByteOrder order, PcapngInterface& interface, PcapngFault& fault) {
  interface = PcapngInterface();
  if (block.size() < kFixedBytes + kTrailBytes) return fault = {4, "an interface block of at least 20 bytes"}, false;
  interface.link = order.load16(block, 8);
  const std::size_t end = block.size() - kTrailBytes;
  for (std::size_t at = kFixedBytes; at + 4 <= end;) {
    const std::uint16_t code = order.load16(block, at);
    const std::size_t bytes = order.load16(block, at + 2);
    if (code == kEnd) break;
    if (bytes > end - at - 4) return fault = {at + 2, "an option that ends within its block"}, false;
    if (!take_option(code, block.substr(at + 4, bytes), order, interface))
      return fault = {at, "a resolution of one byte up to 10^-19 or 2^-63, or an offset of 8 bytes"}, false;
    at += 4 + (bytes + 3) / 4 * 4;
  }
  return true;
}

}  // namespace tripline
