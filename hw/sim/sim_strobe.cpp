#include "hw/sim/sim_strobe.hpp"

namespace tripline {

Result<std::unique_ptr<SimStrobe>> SimStrobe::create(const SimStrobeOptions& options) {
  if (options.lines.empty() || options.lines.size() > limits::kLines)
    return Error{ExitCode::kBadConfig, "simulated strobe: " + std::to_string(options.lines.size()) + " lines, 1 to " +
                                           std::to_string(limits::kLines) + " are allowed"};
  std::unique_ptr<SharedLevels> shared;
  if (!options.shared_file.empty()) {
    auto made = SharedLevels::create(options.shared_file);
    if (!made) return made.error();
    shared = std::move(*made);
    shared->set(0, MonoClock::now());
  }
  return std::unique_ptr<SimStrobe>(new SimStrobe(options, std::move(shared)));
}

SimStrobe::SimStrobe(const SimStrobeOptions& options, std::unique_ptr<SharedLevels> shared)
    : info_{options.name, "simulated lines that record their edges", options.lines, Provenance::kSimulated},
      edges_(std::make_shared<EdgeLog>()),
      shared_(std::move(shared)) {}

SimStrobe::~SimStrobe() { static_cast<void>(set(info_.all(), 0)); }

bool SimStrobe::set(LineMask which, LineMask levels) noexcept RT_NONBLOCKING {
  const LineMask after = (levels_ & ~which) | (levels & which);
  if (after == levels_) return true;
  const MonoTime now = MonoClock::now();
  edges_->record({now, after});
  if (shared_) shared_->set(after, now);
  levels_ = after;
  return true;
}

}  // namespace tripline
