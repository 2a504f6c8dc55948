// This build has no gpiod: its library was missing.
#include "rt/app/devices.hpp"

namespace tripline {

namespace {

Error absent() {
  return {ExitCode::kNoDevice, "gpiod: this build does not have it; install its development package and build again"};
}

}  // namespace

Result<std::unique_ptr<DigitalOut>> open_gpiod(const wire::StrobeT&) { return absent(); }
Result<std::unique_ptr<DigitalIn>> open_gpiod_input(const wire::InputT&) { return absent(); }

}  // namespace tripline
