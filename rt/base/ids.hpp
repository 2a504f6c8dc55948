// Numbers that must not be mixed up: CAN identifiers, GPIO line offsets, frame numbers; and where data comes from.
#pragma once

#include <compare>
#include <cstdint>

namespace tripline {

/// Where data comes from; same values as wire::Provenance.
enum class Provenance : std::uint8_t { kMeasured, kDerived, kSimulated, kReplayed };

/// An 11- or 29-bit CAN identifier. Extended 0x123 and standard 0x123 are different ids.
struct CanId {
  constexpr CanId() = default;
  explicit constexpr CanId(std::uint32_t id, bool is_extended = false) : value(id), extended(is_extended) {}
  std::uint32_t value = 0;
  bool extended = false;
  /// One number per id: bit 31 tells extended, as in SocketCAN and in DBC files.
  constexpr std::uint32_t key() const noexcept { return value | (extended ? 0x80000000U : 0U); }
  auto operator<=>(const CanId&) const = default;
};

/// Offset of a line on its GPIO chip.
struct LineOffset {
  constexpr LineOffset() = default;
  explicit constexpr LineOffset(std::uint32_t offset) : value(offset) {}
  std::uint32_t value = 0;
  auto operator<=>(const LineOffset&) const = default;
};

/// Number of a frame since its camera started, from 0. A hole is a lost frame.
struct FrameIndex {
  constexpr FrameIndex() = default;
  explicit constexpr FrameIndex(std::uint64_t index) : value(index) {}
  std::uint64_t value = 0;
  auto operator<=>(const FrameIndex&) const = default;
};

}  // namespace tripline
