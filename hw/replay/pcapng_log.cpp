#include "hw/replay/pcapng_log.hpp"

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr std::uint32_t kSection = 0x0A0D0D0AU;
constexpr std::uint32_t kByteOrderMagic = 0x1A2B3C4DU;
constexpr std::uint32_t kInterface = 1;
constexpr std::uint32_t kPacket = 2;  // obsolete, and like the enhanced one but for a shorter interface number
constexpr std::uint32_t kSimplePacket = 3;
constexpr std::uint32_t kEnhancedPacket = 6;
constexpr std::size_t kLeastBytes = 12;
constexpr std::size_t kSectionBytes = 28;
constexpr std::size_t kPacketAt = 28;  // of the packet in its block
constexpr std::size_t kTrailBytes = 4;

}  // namespace

bool PcapngLog::is_one(std::string_view bytes) noexcept {
  return bytes.size() >= 4 && kBigEndian.load32(bytes, 0) == kSection;
}

Result<bool> PcapngLog::next(LoggedFrame& frame) {
  while (true) {
    const Result<Block> block = read_block(frame);
    if (!block) return block.error();
    if (*block != Block::kOther) return *block == Block::kFrame;
  }
}

Error PcapngLog::ends(std::uint32_t bytes) const {
  return source_.bad(source_.offset(), "a block of " + std::to_string(bytes) + " bytes, the file ends");
}

Result<PcapngLog::Block> PcapngLog::read_block(LoggedFrame& frame) {
  std::uint32_t bytes = 0;
  Result<bool> any = read_length(bytes);
  if (!any) return any.error();
  if (!*any) return Block::kEnd;
  const std::uint32_t type = order_.load32(source_.buffered(), 0);
  if (type == kSection) return read_section(bytes);
  if (type == kInterface) return read_interface(bytes);
  if (type == kEnhancedPacket || type == kPacket) return read_packet(type, bytes, frame);
  if (type == kSimplePacket && !interfaces_.empty()) {
    if (can_carry_can(interfaces_.front().link))
      return source_.bad(source_.offset(), "a packet block with a time, not a simple one");
    ++passed_over_;
  }
  return pass_over(bytes);
}

// Of the block that begins here; a section sets the byte order. False at the end of the file.
Result<bool> PcapngLog::read_length(std::uint32_t& bytes) {
  Result<bool> held = source_.hold(kLeastBytes);
  if (!held) return held;
  if (!*held && source_.buffered().empty()) return false;
  if (!*held) return ends(kLeastBytes);
  const std::string_view block = source_.buffered();
  if (is_one(block)) {
    order_ = kBigEndian.load32(block, 8) == kByteOrderMagic ? kBigEndian : kLittleEndian;
    if (order_.load32(block, 8) != kByteOrderMagic) return source_.bad(source_.offset() + 8, "the byte order 1A2B3C4D");
  }
  bytes = order_.load32(block, 4);
  if (bytes < kLeastBytes || bytes % 4 != 0)
    return source_.bad(source_.offset() + 4, "the length of a block: at least 12, in steps of 4");
  return true;
}

Result<PcapngLog::Block> PcapngLog::read_section(std::uint32_t bytes) {
  Result<bool> held = source_.hold(kSectionBytes);
  if (!held) return held.error();
  if (!*held || bytes < kSectionBytes) return ends(kSectionBytes);
  if (order_.load16(source_.buffered(), 12) != 1) return source_.bad(source_.offset() + 12, "version 1 of pcapng");
  interfaces_.clear();
  return pass_over(bytes);
}

Result<PcapngLog::Block> PcapngLog::read_interface(std::uint32_t bytes) {
  Result<bool> held = hold_block(bytes);
  if (!held) return held.error();
  if (interfaces_.size() == limits::kCaptureInterfaces)
    return source_.bad(source_.offset(), "at most " + std::to_string(limits::kCaptureInterfaces) + " interfaces");
  PcapngInterface interface;
  PcapngFault fault;
  if (!read_pcapng_interface(source_.buffered().substr(0, bytes), order_, interface, fault))
    return source_.bad(source_.offset() + fault.at, fault.expected);
  if (interface.name.empty()) interface.name = "can" + std::to_string(interfaces_.size());
  interfaces_.push_back(std::move(interface));
  source_.take(bytes);
  return Block::kOther;
}

Result<PcapngLog::Block> PcapngLog::read_packet(std::uint32_t type, std::uint32_t bytes, LoggedFrame& frame) {
  Result<bool> held = source_.hold(kPacketAt);
  if (!held) return held.error();
  if (!*held) return ends(bytes);
  if (bytes < kPacketAt + kTrailBytes) return source_.bad(source_.offset() + 4, "a packet block of at least 32 bytes");
  const std::string_view block = source_.buffered();
  const std::uint32_t number = type == kPacket ? order_.load16(block, 8) : order_.load32(block, 8);
  if (number >= interfaces_.size())
    return source_.bad(source_.offset() + 8, "an interface that a block before it describes");
  if (can_carry_can(interfaces_[number].link)) return read_frame(number, bytes, frame);
  ++passed_over_;
  return pass_over(bytes);
}

Result<PcapngLog::Block> PcapngLog::read_frame(std::uint32_t number, std::uint32_t bytes, LoggedFrame& frame) {
  Result<bool> held = hold_block(bytes);
  if (!held) return held.error();
  const std::string_view block = source_.buffered();
  const std::uint64_t at = source_.offset();
  const std::uint32_t captured = order_.load32(block, 20);
  if (captured > bytes - kPacketAt - kTrailBytes) return source_.bad(at + 20, "a packet that ends within its block");
  const PcapngInterface& interface = interfaces_[number];
  const CanPacket packet =
      read_can_packet(LinkType{interface.link}, order_, block.substr(kPacketAt, captured), frame.frame);
  if (packet.meaning == CanPacket::Meaning::kFault)
    return source_.bad(at + kPacketAt + packet.fault_at, packet.expected);
  const std::uint64_t ticks = std::uint64_t{order_.load32(block, 12)} << 32 | order_.load32(block, 16);
  const auto time = interface.clock.time(ticks, interface.offset_seconds);
  if (!time) return source_.bad(at + 12, "a time from 1970 to 2261");
  frame.time = *time;
  frame.time_text = text_.write(*time);
  frame.bus = bus_.of(packet.interface_index, interface.name);
  source_.take(bytes);
  if (packet.meaning == CanPacket::Meaning::kFrame) return Block::kFrame;
  ++passed_over_;
  return Block::kOther;
}

Result<PcapngLog::Block> PcapngLog::pass_over(std::uint32_t bytes) {
  const std::uint64_t at = source_.offset();
  Result<bool> whole = source_.skip(bytes);
  if (!whole) return whole.error();
  if (!*whole) return source_.bad(at, "a block of " + std::to_string(bytes) + " bytes, the file ends");
  return Block::kOther;
}

// All of a block, its length at both ends the same.
Result<bool> PcapngLog::hold_block(std::uint32_t bytes) {
  if (bytes > limits::kCaptureBlockBytes)
    return source_.bad(source_.offset() + 4,
                       "a block of at most " + std::to_string(limits::kCaptureBlockBytes) + " bytes");
  Result<bool> whole = source_.hold(bytes);
  if (!whole) return whole;
  if (!*whole) return ends(bytes);
  if (order_.load32(source_.buffered(), bytes - kTrailBytes) != bytes)
    return source_.bad(source_.offset() + bytes - kTrailBytes, "the length of the block once more");
  return true;
}

bool PcapngLog::is_buffered() const noexcept {
  const std::string_view left = source_.buffered();
  return left.size() >= kLeastBytes && left.size() >= order_.load32(left, 4);
}

}  // namespace tripline
