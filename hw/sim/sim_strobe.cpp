#include "hw/sim/sim_strobe.hpp"

namespace tripline {

Result<std::unique_ptr<SimStrobe>> SimStrobe::create(const SimStrobeOptions& options) {
  return std::unique_ptr<SimStrobe>(new SimStrobe(options));
}

SimStrobe::SimStrobe(const SimStrobeOptions& options)
    : info_{options.name, "simulated line that records its edges", Provenance::kSimulated},
      edges_(std::make_shared<EdgeLog>()) {}

SimStrobe::~SimStrobe() {
  if (active_) edges_->record({MonoClock::now(), false});
}

bool SimStrobe::set(bool active) noexcept RT_NONBLOCKING {
  if (active != active_) edges_->record({MonoClock::now(), active});
  active_ = active;
  return true;
}

}  // namespace tripline
