// A slow and simple reading of a DBC's SG_ lines, bit by bit, to hold the car's frames against their description.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rt/port/can_bus.hpp"

namespace tripline {

struct ReferenceSignal {
  std::string name;
  std::optional<std::uint64_t> page;  ///< of a multiplexed signal: the selector that it needs
  bool selects = false;
  unsigned start = 0;
  unsigned bits = 0;
  bool intel = true;
  bool is_signed = false;
  double factor = 1;
  double offset = 0;
  double min = 0;
  double max = 0;
};

struct ReferenceMessage {
  std::uint8_t length = 0;
  std::vector<ReferenceSignal> signals;
  long cycle_ms = 0;
};

/// By CanId::key().
using ReferenceDbc = std::map<std::uint32_t, ReferenceMessage>;

ReferenceDbc read_dbc(std::string_view text);

/// The values of all signals that this frame carries.
std::map<std::string, double> decode(const ReferenceMessage& message, const CanFrame& frame);

}  // namespace tripline
