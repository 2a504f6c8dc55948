#include "hw/replay/pcap_log.hpp"

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr std::uint32_t kMicroseconds = 0xA1B2C3D4U;
constexpr std::uint32_t kNanoseconds = 0xA1B23C4DU;
constexpr std::size_t kFileHeaderBytes = 24;
constexpr std::size_t kRecordHeaderBytes = 16;
constexpr std::size_t kPacketBytesMax = limits::kCaptureBlockBytes - kRecordHeaderBytes;

bool is_magic(std::uint32_t magic) { return magic == kMicroseconds || magic == kNanoseconds; }

}  // namespace

bool PcapLog::is_one(std::string_view bytes) noexcept {
  return bytes.size() >= 4 && (is_magic(kLittleEndian.load32(bytes, 0)) || is_magic(kBigEndian.load32(bytes, 0)));
}

Result<bool> PcapLog::read_header() {
  Result<bool> held = source_.hold(kFileHeaderBytes);
  if (!held) return held;
  if (!*held) return source_.bad(source_.offset(), "the 24 bytes of a pcap header, the file ends");
  const std::string_view header = source_.buffered();
  order_ = is_magic(kBigEndian.load32(header, 0)) ? kBigEndian : kLittleEndian;
  ticks_per_second_ = order_.load32(header, 0) == kNanoseconds ? 1'000'000'000 : 1'000'000;
  clock_ = CaptureClock(ticks_per_second_);
  if (order_.load16(header, 4) != 2) return source_.bad(4, "version 2 of pcap");
  const std::uint16_t link = order_.load16(header, order_.is_big ? 22 : 20);
  if (!can_carry_can(link))
    return source_.bad(20, "link type 227 (SocketCAN), 113 or 276 (Linux cooked), not " + std::to_string(link));
  link_ = LinkType{link};
  source_.take(kFileHeaderBytes);
  return true;
}

Result<bool> PcapLog::next(LoggedFrame& frame) {
  if (!has_begun_) {
    Result<bool> begun = read_header();
    if (!begun) return begun;
    has_begun_ = true;
  }
  while (true) {
    Result<bool> held = hold_record();
    if (!held || !*held) return held;
    Result<bool> is_frame = read_record(frame);
    if (!is_frame) return is_frame;
    source_.take(kRecordHeaderBytes + packet_bytes());
    if (*is_frame) return true;
    ++passed_over_;
  }
}

// False at the end of the file.
Result<bool> PcapLog::hold_record() {
  Result<bool> held = source_.hold(kRecordHeaderBytes);
  if (!held) return held;
  const std::uint64_t at = source_.offset();
  if (!*held && source_.buffered().empty()) return false;
  if (!*held) return source_.bad(at, "the 16 bytes before a packet, the file ends");
  const std::size_t bytes = packet_bytes();
  if (bytes > kPacketBytesMax)
    return source_.bad(at + 8, "a packet of at most " + std::to_string(kPacketBytesMax) + " bytes");
  Result<bool> whole = source_.hold(kRecordHeaderBytes + bytes);
  if (whole && !*whole) return source_.bad(at, "a packet of " + std::to_string(bytes) + " bytes, the file ends");
  return whole;
}

// False for a packet that is passed over.
Result<bool> PcapLog::read_record(LoggedFrame& frame) {
  const std::string_view record = source_.buffered().substr(0, kRecordHeaderBytes + packet_bytes());
  const CanPacket packet = read_can_packet(link_, order_, record.substr(kRecordHeaderBytes), frame.frame);
  if (packet.meaning == CanPacket::Meaning::kFault)
    return source_.bad(source_.offset() + kRecordHeaderBytes + packet.fault_at, packet.expected);
  if (packet.meaning == CanPacket::Meaning::kPassedOver) return false;
  const std::uint32_t fraction = order_.load32(record, 4);
  const auto time = clock_.time(order_.load32(record, 0) * ticks_per_second_ + fraction, 0);
  if (!time || fraction >= ticks_per_second_)
    return source_.bad(source_.offset() + 4, "a fraction of a second below one");
  frame.time = *time;
  frame.time_text = text_.write(*time);
  frame.bus = bus_.of(packet.interface_index, "can0");
  return true;
}

bool PcapLog::is_buffered() const noexcept {
  const std::string_view left = source_.buffered();
  return has_begun_ && left.size() >= kRecordHeaderBytes && left.size() - kRecordHeaderBytes >= packet_bytes();
}

}  // namespace tripline
