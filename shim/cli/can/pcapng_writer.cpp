#include "shim/cli/can/pcapng_writer.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tripline {
namespace {

constexpr std::uint32_t kSectionHeader = 0x0A0D0D0A;
constexpr std::uint32_t kByteOrder = 0x1A2B3C4D;
constexpr std::uint32_t kInterface = 1;
constexpr std::uint32_t kPacket = 6;
constexpr std::uint16_t kLinkType = 227;
constexpr std::uint16_t kUserApplication = 4;  // shb_userappl
constexpr std::uint16_t kInterfaceName = 2;    // if_name
constexpr std::uint16_t kResolution = 9;       // if_tsresol
constexpr char kNanoseconds = 9;               // 10^-9 s
// https://www.tcpdump.org/linktypes/LINKTYPE_CAN_SOCKETCAN.html
constexpr std::uint32_t kExtendedBit = 0x80000000U;
constexpr std::uint32_t kRemoteBit = 0x40000000U;
constexpr std::uint32_t kErrorBit = 0x20000000U;
constexpr std::size_t kHeaderBytes = 8;

/// Little-endian numbers, padded options and packets: the parts that blocks are made of.
class BlockBytes {
 public:
  template <typename Integer>
  void number(Integer value) {
    for (std::size_t i = 0; i < sizeof value; ++i) bytes_.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
  }
  void padded(std::string_view text) {
    bytes_.append(text);
    bytes_.append((4 - text.size() % 4) % 4, '\0');
  }
  void option(std::uint16_t code, std::string_view value) {
    number(code);
    number(static_cast<std::uint16_t>(value.size()));
    padded(value);
  }
  void end_of_options() { number(std::uint32_t{0}); }

  /// The block's type and length go in front, and its length behind it once more.
  void append_to(OutputBuffer& out, std::uint32_t type) const {
    BlockBytes frame;
    frame.number(type);
    frame.number(static_cast<std::uint32_t>(bytes_.size() + 12));
    out.append(frame.bytes_);
    out.append(bytes_);
    out.append(std::string_view(frame.bytes_).substr(4));
  }

 private:
  std::string bytes_;
};

std::uint32_t socketcan_id(const CanFrame& frame) {
  std::uint32_t id = frame.id;
  if ((frame.flags & kCanExtended) != 0) id |= kExtendedBit;
  if ((frame.flags & kCanRemote) != 0) id |= kRemoteBit;
  if ((frame.flags & kCanErrorFrame) != 0) id |= kErrorBit;
  return id;
}

char socketcan_flags(const CanFrame& frame) {
  if ((frame.flags & kCanFd) == 0) return 0;
  int flags = 4;
  if ((frame.flags & kCanBitRateSwitch) != 0) flags |= 1;
  if ((frame.flags & kCanErrorStateIndicator) != 0) flags |= 2;
  return static_cast<char>(flags);
}

/// The id is big-endian, whatever the file is.
std::array<char, kHeaderBytes + 64> packet_of(const CanFrame& frame) {
  std::array<char, kHeaderBytes + 64> packet{};
  const std::uint32_t id = socketcan_id(frame);
  for (std::size_t i = 0; i < 4; ++i) packet[i] = static_cast<char>(id >> (24 - 8 * i) & 0xFFU);
  packet[4] = static_cast<char>(frame.length);
  packet[5] = socketcan_flags(frame);
  for (std::size_t i = 0; i < frame.length; ++i) packet[kHeaderBytes + i] = static_cast<char>(frame.data[i]);
  return packet;
}

}  // namespace

void PcapngWriter::begin(OutputBuffer& out) {
  BlockBytes block;
  block.number(kByteOrder);
  block.number(std::uint16_t{1});
  block.number(std::uint16_t{0});
  block.number(~std::uint64_t{0});  // length of the section: not known yet
  block.option(kUserApplication, "tripline " TRIPLINE_VERSION);
  block.end_of_options();
  block.append_to(out, kSectionHeader);
}

void PcapngWriter::append_interface(OutputBuffer& out, std::string_view name) {
  BlockBytes block;
  block.number(kLinkType);
  block.number(std::uint16_t{0});
  block.number(std::uint32_t{0});  // packets may be as long as they are
  block.option(kInterfaceName, name);
  block.option(kResolution, std::string_view(&kNanoseconds, 1));
  block.end_of_options();
  block.append_to(out, kInterface);
}

void PcapngWriter::append(OutputBuffer& out, const LoggedFrame& line, std::size_t bus) {
  if (bus == interfaces_) {
    append_interface(out, line.bus);
    ++interfaces_;
  }
  const auto packet = packet_of(line.frame);
  const auto bytes = static_cast<std::uint32_t>(kHeaderBytes + line.frame.length);
  const auto time = static_cast<std::uint64_t>(line.time.count());
  BlockBytes block;
  block.number(static_cast<std::uint32_t>(bus));
  block.number(static_cast<std::uint32_t>(time >> 32));
  block.number(static_cast<std::uint32_t>(time & 0xFFFFFFFFU));
  block.number(bytes);
  block.number(bytes);
  block.padded({packet.data(), bytes});
  block.append_to(out, kPacket);
}

}  // namespace tripline
