#include "hw/socketcan/can_receiver.hpp"

#include <linux/can/error.h>
#include <linux/can/raw.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

namespace tripline {
namespace {

nanoseconds to_nanoseconds(const timespec& time) noexcept {
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

std::uint8_t frame_flags(const canfd_frame& raw, bool is_fd) noexcept {
  int flags = 0;
  if ((raw.can_id & CAN_EFF_FLAG) != 0) flags |= kCanExtended;
  if ((raw.can_id & CAN_RTR_FLAG) != 0) flags |= kCanRemote;
  if ((raw.can_id & CAN_ERR_FLAG) != 0) flags |= kCanErrorFrame;
  if (is_fd) flags |= kCanFd;
  if (is_fd && (raw.flags & CANFD_BRS) != 0) flags |= kCanBitRateSwitch;
  if (is_fd && (raw.flags & CANFD_ESI) != 0) flags |= kCanErrorStateIndicator;
  return static_cast<std::uint8_t>(flags);
}

}  // namespace

bool to_can_frame(const canfd_frame& raw, std::size_t bytes, CanFrame& frame) noexcept {
  const bool is_fd = bytes == CANFD_MTU;
  if (!is_fd && bytes != CAN_MTU) return false;
  frame.id = raw.can_id & ((raw.can_id & (CAN_EFF_FLAG | CAN_ERR_FLAG)) != 0 ? CAN_EFF_MASK : CAN_SFF_MASK);
  frame.flags = frame_flags(raw, is_fd);
  frame.length = std::min<std::uint8_t>(raw.len, is_fd ? CANFD_MAX_DLEN : CAN_MAX_DLEN);
  frame.data.fill(0);
  if ((frame.flags & kCanRemote) == 0) std::copy_n(raw.data, frame.length, frame.data.begin());
  return true;
}

bool is_bus_off(const CanFrame& frame) noexcept {
  return (frame.flags & kCanErrorFrame) != 0 && (frame.id & CAN_ERR_BUSOFF) != 0;
}

CanReceiver::CanReceiver() noexcept {
  for (std::size_t i = 0; i < kBatch; ++i) {
    vectors_[i] = {.iov_base = &payloads_[i], .iov_len = sizeof(canfd_frame)};
    headers_[i].msg_hdr.msg_iov = &vectors_[i];
    headers_[i].msg_hdr.msg_iovlen = 1;
    headers_[i].msg_hdr.msg_control = controls_[i].bytes.data();
  }
}

Result<void> CanReceiver::prepare(int fd) {
  const int on = 1;
  for (const int option : {SO_TIMESTAMPNS, SO_RXQ_OVFL}) {
    if (::setsockopt(fd, SOL_SOCKET, option, &on, sizeof on) == 0) continue;
    return Error{ExitCode::kSystem, std::string("CAN socket option: ") + std::strerror(errno)};
  }
  return {};
}

CanRead CanReceiver::receive(int fd, std::span<CanFrame> frames) noexcept {
  CanRead result;
  const std::size_t room = std::min(frames.size(), kBatch);
  if (room == 0) return result;
  rearm(room);
  const int received = ::recvmmsg(fd, headers_.data(), static_cast<unsigned>(room), MSG_DONTWAIT, nullptr);
  if (received < 0) {
    const bool is_empty = errno == EAGAIN || errno == EINTR;
    result.status = is_empty ? CanReadStatus::kOk : CanReadStatus::kLost;
    return result;
  }
  const nanoseconds realtime = realtime_offset();
  const MonoTime now = MonoClock::now();
  for (std::size_t i = 0; i < static_cast<std::size_t>(received); ++i) {
    CanFrame& frame = frames[result.count];
    frame.time = now;
    read_control(headers_[i].msg_hdr, realtime, now, frame, result);
    if (!to_can_frame(payloads_[i], headers_[i].msg_len, frame)) continue;
    if (is_bus_off(frame)) result.status = CanReadStatus::kLost;
    ++result.count;
  }
  return result;
}

// The kernel shortens the control length to what it wrote, so it is set again before each call.
void CanReceiver::rearm(std::size_t messages) noexcept {
  for (std::size_t i = 0; i < messages; ++i) headers_[i].msg_hdr.msg_controllen = sizeof(Control);
}

// Frames are stamped with CLOCK_REALTIME. It may be set while they wait, so the result is kept in order and in the
// past.
void CanReceiver::read_control(msghdr& header, nanoseconds realtime, MonoTime now, CanFrame& frame,
                               CanRead& result) noexcept {
  for (cmsghdr* control = CMSG_FIRSTHDR(&header); control != nullptr; control = CMSG_NXTHDR(&header, control)) {
    if (control->cmsg_level != SOL_SOCKET) continue;
    if (control->cmsg_type == SCM_TIMESTAMPNS) {
      timespec stamp;
      std::memcpy(&stamp, CMSG_DATA(control), sizeof stamp);
      frame.time = MonoTime(to_nanoseconds(stamp) - realtime);
    } else if (control->cmsg_type == SO_RXQ_OVFL) {
      std::uint32_t drops = 0;
      std::memcpy(&drops, CMSG_DATA(control), sizeof drops);
      result.dropped += drops - kernel_drops_;  // modulo 2^32, as the kernel counts
      kernel_drops_ = drops;
    }
  }
  frame.time = std::min(std::max(frame.time, newest_), now);
  newest_ = frame.time;
}

}  // namespace tripline
