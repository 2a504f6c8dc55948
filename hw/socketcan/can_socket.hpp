// Opens a raw CAN socket on an interface, or says in one line why that cannot be.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

struct CanSocket {
  UniqueFd fd;
  bool has_fd_frames = false;  ///< the interface carries CAN FD
};

struct CanSocketOptions {
  std::string interface;
  int receive_buffer_bytes = 1 << 20;    ///< asked for; the kernel gives at most net.core.rmem_max
  std::span<const CanFilter> filters{};  ///< empty, or more than limits::kCanFilters: every frame passes
};

/// Receives error frames too, whatever the filters. Errors: kNoDevice (also down, or no carrier), kNoPermission,
/// kBadConfig, kSystem.
Result<CanSocket> open_can_socket(const CanSocketOptions& options);

/// Why no frame can come on this interface; nothing when it is up and has a carrier. RT-safe: yes (one ioctl, without
/// the kernel's big network lock). `fd` is any CAN socket.
std::optional<CanLoss> look_at_interface(int fd, const std::string& interface) noexcept;

}  // namespace tripline
