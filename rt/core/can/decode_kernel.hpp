// The ways to run a decode plan, one per instruction set, chosen once when a plan is compiled.
#pragma once

#include <string_view>
#include <vector>

#include "rt/core/can/lane_group.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

class DecodePlan;
struct DecodedFrame;
struct DecodeRoom;

struct DecodeKernel {
  std::string_view name;  ///< scalar, avx2, avx512, neon
  LaneKernel run = nullptr;
  /// DecodePlan::decode(), with `run` inside of it; `result` is as new.
  void (*decode)(const DecodePlan& plan, const CanFrame& frame, DecodeRoom& room,
                 DecodedFrame& result) noexcept RT_NONBLOCKING = nullptr;
};

/// What this CPU can run, the portable one first, the fastest last. All give the same bits. RT-safe: no (allocates).
std::vector<DecodeKernel> decode_kernels();

}  // namespace tripline
