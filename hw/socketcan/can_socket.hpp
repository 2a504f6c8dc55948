// Opens a raw CAN socket on an interface, or says in one line why that cannot be.
#pragma once

#include <string>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {

struct CanSocket {
  UniqueFd fd;
  bool has_fd_frames = false;  ///< the interface carries CAN FD
};

/// Receives every frame, error frames too. Errors: kNoDevice, kNoPermission, kBadConfig, kSystem.
Result<CanSocket> open_can_socket(const std::string& interface, int receive_buffer_bytes);

}  // namespace tripline
