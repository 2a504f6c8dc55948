// This build has no socketcan: its library was missing.
#include "rt/app/devices.hpp"

namespace tripline {

Result<std::unique_ptr<CanBus>> open_socketcan(const wire::CanBusT&, const std::vector<CanFilter>&) {
  return Error{ExitCode::kNoDevice,
               "socketcan: this build does not have it; install its development package and build again"};
}

}  // namespace tripline
