// Puts frames on a real CAN bus. Only a test tool of the command line does this; the core listens.
#pragma once

#include <linux/can.h>

#include <cstddef>
#include <string>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

/// A frame in the kernel's words; returns how many bytes of `raw` are the message. The inverse of to_can_frame().
std::size_t to_raw_frame(const CanFrame& frame, canfd_frame& raw) noexcept;

/// Thread: one. RT-safe: no (waits).
class CanSender {
 public:
  /// Errors: as open_can_socket().
  static Result<CanSender> open(const std::string& interface);

  /// `fd` is a non-blocking datagram socket; `name` is for messages.
  CanSender(UniqueFd fd, std::string name, bool has_fd_frames)
      : fd_(std::move(fd)), name_(std::move(name)), has_fd_frames_(has_fd_frames) {}

  /// Hands the frame to the kernel, and waits at most limits::kCanSendWait while its queue is full. Errors: kUsage for
  /// an error frame, and for FD where the interface has none; kUnavailable when the queue stays full; kNoDevice when
  /// the interface is gone or down.
  Result<void> send(const CanFrame& frame);

 private:
  UniqueFd fd_;
  std::string name_;
  bool has_fd_frames_;
};

}  // namespace tripline
