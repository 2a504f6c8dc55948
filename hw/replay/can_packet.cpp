#include "hw/replay/can_packet.hpp"

#include <algorithm>

#include "hw/replay/can_length.hpp"

namespace tripline {
namespace {

constexpr std::uint32_t kExtendedBit = 0x80000000U;
constexpr std::uint32_t kRemoteBit = 0x40000000U;
constexpr std::uint32_t kErrorBit = 0x20000000U;
constexpr std::uint32_t kIdMask = 0x1FFFFFFFU;
constexpr std::uint8_t kXlBit = 0x80;       // of a CAN XL frame's flags, which stand where others have the length
constexpr std::uint8_t kRateSwitchBit = 1;  // of the FD flags
constexpr std::uint8_t kErrorStateBit = 2;
constexpr std::uint8_t kFdBit = 4;
constexpr std::size_t kHeaderBytes = 8;
constexpr std::size_t kFdPacketBytes = kHeaderBytes + kFdCanBytes;  // the kernel hands out FD frames whole
constexpr std::uint16_t kArphrdCan = 280;                           // linux/if_arp.h
constexpr std::uint16_t kProtocolCan = 0x000C;                      // linux/if_ether.h
constexpr std::uint16_t kProtocolCanFd = 0x000D;
constexpr std::size_t kCookedBytes = 16;
constexpr std::size_t kCooked2Bytes = 20;

using Meaning = CanPacket::Meaning;

CanPacket fault(std::size_t at, const char* expected) {
  return {.meaning = Meaning::kFault, .fault_at = at, .expected = expected};
}

std::uint8_t byte(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }

/// `at`: where the frame begins in the packet.
CanPacket read_frame(std::string_view packet, std::size_t at, ByteOrder order, bool is_fd, CanFrame& frame) noexcept {
  const std::string_view bytes = packet.substr(at);
  frame = CanFrame();
  if (bytes.size() < kHeaderBytes) return fault(at, "the 8 bytes before the payload of a CAN frame");
  if ((byte(bytes, 4) & kXlBit) != 0) return {.meaning = Meaning::kPassedOver};
  const std::uint32_t id = order.load32(bytes, 0);
  const std::uint8_t length = byte(bytes, 4);
  const std::uint8_t fd_flags = byte(bytes, 5);
  if (length > kFdCanBytes) return fault(at + 4, "a length of at most 64 bytes");
  is_fd = is_fd || (fd_flags & kFdBit) != 0 || length > kClassicCanBytes || bytes.size() == kFdPacketBytes;
  frame.id = id & kIdMask;
  frame.length = length;
  if ((id & kErrorBit) != 0)
    frame.flags = kCanErrorFrame;
  else if ((id & kExtendedBit) != 0)
    frame.flags = kCanExtended;
  else if (frame.id > 0x7FF)
    return fault(at, "an id up to 7FF, or the bit of an extended id");
  if (is_fd) {
    frame.flags |= kCanFd;
    if ((fd_flags & kRateSwitchBit) != 0) frame.flags |= kCanBitRateSwitch;
    if ((fd_flags & kErrorStateBit) != 0) frame.flags |= kCanErrorStateIndicator;
  } else if ((id & kRemoteBit) != 0) {
    frame.flags |= kCanRemote;
    return {};
  }
  if (bytes.size() < kHeaderBytes + length) return fault(at + kHeaderBytes, "a payload as long as the frame says");
  std::copy_n(bytes.begin() + kHeaderBytes, length, frame.data.begin());
  return {};
}

/// A cooked capture tells for each packet which kind of interface it is from.
CanPacket read_cooked(std::string_view packet, ByteOrder order, std::uint16_t hardware, std::uint16_t protocol,
                      std::size_t header_bytes, CanFrame& frame) noexcept {
  if (hardware != kArphrdCan || (protocol != kProtocolCan && protocol != kProtocolCanFd))
    return {.meaning = Meaning::kPassedOver};
  return read_frame(packet, header_bytes, order, protocol == kProtocolCanFd, frame);
}

}  // namespace

CanPacket read_can_packet(LinkType type, ByteOrder order, std::string_view packet, CanFrame& frame) noexcept {
  if (type == LinkType::kSocketCan) return read_frame(packet, 0, kBigEndian, false, frame);
  if (type == LinkType::kLinuxCooked) {
    if (packet.size() < kCookedBytes) return fault(0, "the 16 bytes of a cooked header");
    return read_cooked(packet, order, kBigEndian.load16(packet, 2), kBigEndian.load16(packet, 14), kCookedBytes, frame);
  }
  if (packet.size() < kCooked2Bytes) return fault(0, "the 20 bytes of a cooked header");
  CanPacket read =
      read_cooked(packet, order, kBigEndian.load16(packet, 8), kBigEndian.load16(packet, 0), kCooked2Bytes, frame);
  read.interface_index = kBigEndian.load32(packet, 4);
  return read;
}

}  // namespace tripline
