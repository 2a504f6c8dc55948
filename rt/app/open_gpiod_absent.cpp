// This build has no gpiod: its library was missing.
#include "rt/app/devices.hpp"

namespace tripline {

Result<std::unique_ptr<DigitalOut>> open_gpiod(const wire::StrobeT&) {
  return Error{ExitCode::kNoDevice,
               "gpiod: this build does not have it; install its development package and build again"};
}

}  // namespace tripline
