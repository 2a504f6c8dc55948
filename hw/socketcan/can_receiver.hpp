// Takes frames out of a raw CAN socket in batches, with the kernel's time of arrival and its count of lost frames.
#pragma once

#include <linux/can.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "rt/base/device_clock.hpp"
#include "rt/base/result.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

/// A message of a raw CAN socket in the port's words. False when `bytes` is neither a classic nor an FD frame.
bool to_can_frame(const canfd_frame& raw, std::size_t bytes, CanFrame& frame) noexcept;

/// True for the error frame by which a controller says that it has left the bus.
bool is_bus_off(const CanFrame& frame) noexcept;

/// What the kernel says beside a message.
struct ReceiveNotes {
  std::optional<nanoseconds> software_stamp;  ///< CLOCK_REALTIME, when the kernel took it from the driver
  std::optional<nanoseconds> hardware_stamp;  ///< the controller's own clock
  std::optional<std::uint32_t> drops;         ///< of the socket so far, modulo 2^32
};

/// RT-safe: yes (bounded by the control data).
ReceiveNotes read_notes(msghdr& header) noexcept;

/// Holds the buffers that the kernel fills; large, so it lives inside of its owner. Thread: one.
class CanReceiver {
 public:
  static constexpr std::size_t kBatch = 64;  ///< frames of one system call

  CanReceiver() noexcept;
  CanReceiver(const CanReceiver&) = delete;  // the message headers point into the object
  CanReceiver& operator=(const CanReceiver&) = delete;

  /// Makes the kernel stamp frames, the controller too where it can, and count what is dropped on this socket.
  /// Errors: kSystem.
  static Result<void> prepare(int fd);

  /// Takes what is there, at most kBatch frames, and does not wait. `fd` may be any datagram socket that prepare() saw.
  /// kLost: the interface is gone or down, or the controller is bus-off. RT-safe: yes (one system call).
  CanRead receive(int fd, std::span<CanFrame> frames) noexcept;

  /// A new socket counts its drops from zero, and the controller's clock may have begun anew.
  void begin_anew() noexcept {
    kernel_drops_ = 0;
    hardware_clock_.reset();
  }

 private:
  struct Control {  // three timestamps and the drop counter of one message: 88 bytes
    alignas(cmsghdr) std::array<std::byte, 128> bytes;
  };
  void rearm(std::size_t messages) noexcept;
  MonoTime time_of(const ReceiveNotes& notes, nanoseconds realtime, MonoTime now) noexcept;

  std::array<canfd_frame, kBatch> payloads_{};
  std::array<Control, kBatch> controls_{};
  std::array<iovec, kBatch> vectors_{};
  std::array<mmsghdr, kBatch> headers_{};
  std::uint32_t kernel_drops_ = 0;  ///< of the socket, as last told
  DeviceClock hardware_clock_;
  MonoTime newest_{};  ///< of all frames so far
};

}  // namespace tripline
