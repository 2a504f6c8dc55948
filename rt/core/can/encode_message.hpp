// A frame of a message, made of values for some of its signals: the inverse of DecodePlan::decode().
#pragma once

#include <span>
#include <string>

#include "rt/base/result.hpp"
#include "rt/core/can/dbc_file.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

struct SignalSetting {
  std::string signal;  ///< name in the message
  std::string value;   ///< a number, or the name of a choice
};

/// Signals that are not set have their start value (GenSigStartValue), or raw 0. A multiplexer that is not set gets the
/// first value that selects what is set. More than 8 bytes make a CAN FD frame, as long as the next length that FD has.
/// Thread: any. RT-safe: no (allocates). Errors: kUsage, naming message and signal: not there, value out of range,
/// not in the payload, or not together with another one.
Result<CanFrame> encode_message(const DbcMessage& message, std::span<const SignalSetting> settings);

}  // namespace tripline
