// Makes pcap and pcapng files byte by byte.
#pragma once

#include <cstdint>
#include <string>

namespace tripline::test {

/// Integers in one byte order, and what captures are made of.
class CaptureBytes {
 public:
  explicit CaptureBytes(bool is_big) : is_big_(is_big) {}

  std::string number(std::uint64_t value, int bytes) const {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> 8 * (is_big_ ? bytes - 1 - i : i));
    return text;
  }
  std::string u16(std::uint64_t value) const { return number(value, 2); }
  std::string u32(std::uint64_t value) const { return number(value, 4); }

  std::string pcap_header(std::uint32_t link, std::uint32_t magic = 0xA1B2C3D4U) const {
    return u32(magic) + u16(2) + u16(4) + u32(0) + u32(0) + u32(65'535) + u32(link);
  }
  std::string pcap_record(std::uint32_t seconds, std::uint32_t fraction, const std::string& packet) const {
    return u32(seconds) + u32(fraction) + u32(packet.size()) + u32(packet.size()) + packet;
  }

  std::string block(std::uint32_t type, std::string body) const {
    body.resize((body.size() + 3) / 4 * 4);
    const std::string length = u32(body.size() + 12);
    return u32(type) + length + body + length;
  }
  std::string section() const { return block(0x0A0D0D0A, u32(0x1A2B3C4D) + u16(1) + u16(0) + number(~0ULL, 8)); }
  std::string option(std::uint16_t code, std::string value) const {
    const std::string head = u16(code) + u16(value.size());
    value.resize((value.size() + 3) / 4 * 4);
    return head + value;
  }
  std::string interface(std::uint16_t link, const std::string& options = "") const {
    return block(1, u16(link) + u16(0) + u32(0) + options);
  }
  std::string packet_block(std::uint32_t interface_number, std::uint64_t ticks, const std::string& packet) const {
    return block(6, u32(interface_number) + u32(ticks >> 32) + u32(ticks & 0xFFFFFFFFU) + u32(packet.size()) +
                        u32(packet.size()) + packet);
  }

 private:
  bool is_big_;
};

/// A frame as LINKTYPE_CAN_SOCKETCAN has it; in cooked captures `id_order` is that of the file.
inline std::string can_bytes(std::uint32_t id, const std::string& payload, std::uint8_t fd_flags = 0,
                             const CaptureBytes& id_order = CaptureBytes(true)) {
  return id_order.u32(id) + static_cast<char>(payload.size()) + static_cast<char>(fd_flags) + std::string(2, '\0') +
         payload;
}

/// The header of LINKTYPE_LINUX_SLL, and of LINKTYPE_LINUX_SLL2 of interface 3.
inline std::string cooked_header(std::uint16_t hardware, std::uint16_t protocol) {
  const CaptureBytes big(true);
  return big.u16(1) + big.u16(hardware) + big.u16(0) + std::string(8, '\0') + big.u16(protocol);
}
inline std::string cooked2_header(std::uint16_t hardware, std::uint16_t protocol) {
  const CaptureBytes big(true);
  return big.u16(protocol) + big.u16(0) + big.u32(3) + big.u16(hardware) + std::string(10, '\0');
}

}  // namespace tripline::test
