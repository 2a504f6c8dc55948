#include "shim/cli/can/frame_bits.hpp"

namespace tripline {
namespace {

constexpr std::uint32_t kErrorBits = 6 + 8 + 3;
constexpr std::uint32_t kEndBits = 1 + 1 + 1 + 7 + 3;  // checksum's delimiter, ACK and its delimiter, end, pause
constexpr std::uint32_t kLongestRun = 5;               // equal bits, behind which one of the other kind is stuffed

/// Counts bits as they go over the wire, and those that are stuffed between them.
class Wire {
 public:
  void bit(bool level) noexcept {
    crc(level);
    ++count_;
    run_ = level == last_ ? run_ + 1 : 1;
    last_ = level;
    if (run_ < kLongestRun) return;
    ++count_;
    last_ = !level;
    run_ = 1;
  }
  void bits(std::uint32_t value, std::uint32_t length) noexcept {
    while (length-- > 0) bit((value >> length & 1U) != 0);
  }
  void put_checksum() noexcept { bits(crc_, 15); }
  std::uint32_t count() const noexcept { return count_; }

 private:
  void crc(bool level) noexcept {
    const bool invert = level != ((crc_ >> 14 & 1U) != 0);
    crc_ = crc_ << 1 & 0x7FFFU;
    if (invert) crc_ ^= 0x4599U;  // x^15 + x^14 + x^10 + x^8 + x^7 + x^4 + x^3 + 1
  }

  std::uint32_t count_ = 0;
  std::uint32_t run_ = 0;
  bool last_ = true;  // the bus at rest
  std::uint32_t crc_ = 0;
};

std::uint32_t length_code(const CanFrame& frame) noexcept {
  if (frame.length <= 8) return frame.length;
  if (frame.length <= 24) return 9U + (frame.length - 9U) / 4U;
  return frame.length <= 32 ? 13 : frame.length <= 48 ? 14 : 15;
}

/// Start of frame and identifier; `request` is the bit that asks for data, which FD frames have at 0.
void put_arbitration(Wire& wire, const CanFrame& frame, bool request) noexcept {
  wire.bit(false);
  if ((frame.flags & kCanExtended) == 0) {
    wire.bits(frame.id, 11);
    wire.bit(request);
    return wire.bit(false);
  }
  wire.bits(frame.id >> 18, 11);
  wire.bits(3, 2);
  wire.bits(frame.id & 0x3FFFFU, 18);
  wire.bit(request);
}

void put_data(Wire& wire, const CanFrame& frame) noexcept {
  wire.bits(length_code(frame), 4);
  if ((frame.flags & kCanRemote) != 0) return;
  for (std::size_t i = 0; i < frame.length; ++i) wire.bits(frame.data[i], 8);
}

FrameBits classic_bits(const CanFrame& frame) noexcept {
  Wire wire;
  put_arbitration(wire, frame, (frame.flags & kCanRemote) != 0);
  wire.bits(0, (frame.flags & kCanExtended) != 0 ? 2 : 1);
  put_data(wire, frame);
  wire.put_checksum();
  return {wire.count() + kEndBits, 0};
}

/// The checksum of an FD frame has its stuff bits at fixed places: before the four bits of the stuff count, and behind
/// every four bits from there on.
FrameBits fd_bits(const CanFrame& frame) noexcept {
  Wire wire;
  put_arbitration(wire, frame, false);
  const bool is_switched = (frame.flags & kCanBitRateSwitch) != 0;
  wire.bits(is_switched ? 0b101 : 0b100, 3);  // FD frame, reserved, bit-rate switch
  const std::uint32_t arbitration = wire.count();
  wire.bit((frame.flags & kCanErrorStateIndicator) != 0);
  put_data(wire, frame);
  const std::uint32_t checksum = frame.length <= 16 ? 4 + 17 + 6 : 4 + 21 + 7;
  const std::uint32_t data = wire.count() - arbitration + checksum;
  if (is_switched) return {arbitration + kEndBits, data};
  return {arbitration + data + kEndBits, 0};
}

}  // namespace

FrameBits frame_bits(const CanFrame& frame) noexcept {
  if ((frame.flags & kCanErrorFrame) != 0) return {kErrorBits, 0};
  return (frame.flags & kCanFd) != 0 ? fd_bits(frame) : classic_bits(frame);
}

}  // namespace tripline
