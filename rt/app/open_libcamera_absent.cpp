// This build has no libcamera: its library was missing.
#include "rt/app/devices.hpp"

namespace tripline {

Result<std::unique_ptr<Camera>> open_libcamera(const wire::CameraT&) {
  return Error{ExitCode::kNoDevice,
               "libcamera: this build does not have it; install its development package and build again"};
}

}  // namespace tripline
