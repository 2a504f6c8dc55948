// From a value back to the bits of a signal: the inverse of what DecodePlan reads.
#pragma once

#include <cstdint>
#include <string_view>

#include "rt/base/result.hpp"
#include "rt/core/can/dbc_file.hpp"
#include "rt/core/can/signal_bits.hpp"

namespace tripline {

/// Both only for what is_decodable(). Thread: any. RT-safe: no (errors allocate). The result has the signal's bits, the
/// lowest in bit 0, above them 0. Errors: kUsage, naming the signal and what it can hold.

/// The bits whose physical value is nearest to `value`. Decoded again they give `value` to half a step of the scale,
/// and exactly where `value` was decoded from at most 51 bits and scale and offset lose nothing.
Result<std::uint64_t> encode_value(const DbcSignal& signal, double value);

/// The same for what a person writes: a choice by its name, or a number; integers without scale to the last bit.
Result<std::uint64_t> encode_text(const DbcSignal& signal, std::string_view text);

/// Puts the signal's bits where SignalBits::lift() finds them and leaves all others. `payload` is kPayloadBytes long.
/// RT-safe: yes.
void put_bits(const SignalBits& bits, std::uint64_t raw, std::uint8_t* payload) noexcept;

}  // namespace tripline
