#include "rt/core/can/decode_plan.hpp"

namespace tripline {

DecodePlan::DecodePlan() : kernel_(decode_kernels().front()) { by_standard_id_.fill(DecodedFrame::kUnknown); }

DecodeRoom DecodePlan::make_room() const {
  const std::size_t rows = most_values_ / LaneGroup::kLanes + 3;  // the last block may begin in the middle
  return {std::vector<LaneRow<double>>(rows), std::vector<LaneRow<std::uint64_t>>(rows),
          std::vector<std::uint32_t>(rows * LaneGroup::kLanes)};
}

}  // namespace tripline
