#include "hw/sim/sim_strobe.hpp"

namespace tripline {

Result<std::unique_ptr<SimStrobe>> SimStrobe::create(const SimStrobeOptions& options) {
  if (options.lines.empty() || options.lines.size() > limits::kLines)
    return Error{ExitCode::kBadConfig, "simulated strobe: " + std::to_string(options.lines.size()) + " lines, 1 to " +
                                           std::to_string(limits::kLines) + " are allowed"};
  return std::unique_ptr<SimStrobe>(new SimStrobe(options));
}

SimStrobe::SimStrobe(const SimStrobeOptions& options)
    : info_{options.name, "simulated lines that record their edges", options.lines, Provenance::kSimulated},
      edges_(std::make_shared<EdgeLog>()) {}

SimStrobe::~SimStrobe() { static_cast<void>(set(info_.all(), 0)); }

bool SimStrobe::set(LineMask which, LineMask levels) noexcept RT_NONBLOCKING {
  const LineMask after = (levels_ & ~which) | (levels & which);
  if (after != levels_) edges_->record({MonoClock::now(), after});
  levels_ = after;
  return true;
}

}  // namespace tripline
