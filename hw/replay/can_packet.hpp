// A packet of a capture that carries a CAN frame. Source: tcpdump.org/linktypes, linux/can.h.
#pragma once

#include <cstdint>
#include <string_view>

#include "hw/replay/byte_order.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

/// The numbers of the link types that can carry CAN.
enum class LinkType : std::uint16_t { kLinuxCooked = 113, kSocketCan = 227, kLinuxCooked2 = 276 };

constexpr bool can_carry_can(std::uint16_t type) noexcept { return type == 113 || type == 227 || type == 276; }

/// What a packet turns out to be.
struct CanPacket {
  enum class Meaning : std::uint8_t {
    kFrame,
    kPassedOver,  ///< of another kind of interface, or CAN XL
    kFault,
  };
  Meaning meaning = Meaning::kFrame;
  std::uint32_t interface_index = 0;  ///< kLinuxCooked2: the system's number of the interface
  std::size_t fault_at = 0;           ///< byte of the packet
  const char* expected = "";
};

/// Reads a packet. `order` is that of the file: cooked captures keep the id in it, LINKTYPE_CAN_SOCKETCAN has it big-
/// endian in any file. A FD frame tells by its flag, its protocol, its size, or more than 8 bytes. Thread: any.
/// RT-safe: yes.
CanPacket read_can_packet(LinkType type, ByteOrder order, std::string_view packet, CanFrame& frame) noexcept;

}  // namespace tripline
