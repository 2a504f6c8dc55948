#include "hw/socketcan/can_receiver.hpp"

#include <linux/can/error.h>
#include <linux/can/raw.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "rt/port/can_error.hpp"

namespace tripline {

static_assert(can_error::kBusOff == CAN_ERR_BUSOFF && can_error::kController == CAN_ERR_CRTL &&
              can_error::kRestarted == CAN_ERR_RESTARTED);
static_assert(can_error::kWarning == (CAN_ERR_CRTL_RX_WARNING | CAN_ERR_CRTL_TX_WARNING) &&
              can_error::kPassive == (CAN_ERR_CRTL_RX_PASSIVE | CAN_ERR_CRTL_TX_PASSIVE) &&
              can_error::kActive == CAN_ERR_CRTL_ACTIVE);

namespace {

nanoseconds to_nanoseconds(const timespec& time) noexcept {
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

std::optional<nanoseconds> stamp_of(const timespec& time) noexcept {
  if (time.tv_sec == 0 && time.tv_nsec == 0) return std::nullopt;
  return to_nanoseconds(time);
}

CanLoss loss_of(int error) noexcept {
  if (error == ENETDOWN) return CanLoss::kDown;
  return error == ENODEV || error == ENXIO ? CanLoss::kUnplugged : CanLoss::kUnknown;
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
  const int stamps = SOF_TIMESTAMPING_RX_HARDWARE | SOF_TIMESTAMPING_RAW_HARDWARE | SOF_TIMESTAMPING_RX_SOFTWARE |
                     SOF_TIMESTAMPING_SOFTWARE;
  const bool done = ::setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &stamps, sizeof stamps) == 0 &&
                    ::setsockopt(fd, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on) == 0;
  if (done) return {};
  return Error{ExitCode::kSystem, std::string("CAN socket option: ") + std::strerror(errno)};
}

CanRead CanReceiver::receive(int fd, std::span<CanFrame> frames) noexcept {
  CanRead result;
  const std::size_t room = std::min(frames.size(), kBatch);
  if (room == 0) return result;
  rearm(room);
  const int received = ::recvmmsg(fd, headers_.data(), static_cast<unsigned>(room), MSG_DONTWAIT, nullptr);
  if (received < 0) {
    if (errno == EAGAIN || errno == EINTR) return result;
    return {.status = CanReadStatus::kLost, .loss = loss_of(errno)};
  }
  const nanoseconds realtime = realtime_offset();
  const MonoTime now = MonoClock::now();
  for (std::size_t i = 0; i < static_cast<std::size_t>(received); ++i) {
    CanFrame& frame = frames[result.count];
    const ReceiveNotes notes = read_notes(headers_[i].msg_hdr);
    if (notes.drops) result.dropped += *notes.drops - std::exchange(kernel_drops_, *notes.drops);
    frame.time = newest_ = std::min(std::max(time_of(notes, realtime, now), newest_), now);
    if (!to_can_frame(payloads_[i], headers_[i].msg_len, frame)) continue;
    if (is_bus_off(frame)) result.status = CanReadStatus::kLost, result.loss = CanLoss::kBusOff;
    ++result.count;
  }
  return result;
}

// The kernel shortens the control length to what it wrote, so it is set again before each call.
void CanReceiver::rearm(std::size_t messages) noexcept {
  for (std::size_t i = 0; i < messages; ++i) headers_[i].msg_hdr.msg_controllen = sizeof(Control);
}

// The software stamp is CLOCK_REALTIME, which may be set while frames wait: receive() keeps the times in order and in
// the past. The controller's own clock knows nothing of the delay between the wire and the driver, so it is better.
MonoTime CanReceiver::time_of(const ReceiveNotes& notes, nanoseconds realtime, MonoTime now) noexcept {
  const MonoTime software = notes.software_stamp ? MonoTime(*notes.software_stamp - realtime) : now;
  return notes.hardware_stamp ? hardware_clock_.map(*notes.hardware_stamp, software) : software;
}

ReceiveNotes read_notes(msghdr& header) noexcept {
  ReceiveNotes notes;
  for (cmsghdr* control = CMSG_FIRSTHDR(&header); control != nullptr; control = CMSG_NXTHDR(&header, control)) {
    if (control->cmsg_level != SOL_SOCKET) continue;
    if (control->cmsg_type == SCM_TIMESTAMPING && control->cmsg_len >= CMSG_LEN(sizeof(scm_timestamping))) {
      scm_timestamping stamps{};
      std::memcpy(&stamps, CMSG_DATA(control), sizeof stamps);
      notes.software_stamp = stamp_of(stamps.ts[0]);
      notes.hardware_stamp = stamp_of(stamps.ts[2]);  // ts[1] is no longer filled in (net_tstamp documentation)
    } else if (control->cmsg_type == SO_RXQ_OVFL) {
      std::uint32_t drops = 0;
      std::memcpy(&drops, CMSG_DATA(control), sizeof drops);
      notes.drops = drops;
    }
  }
  return notes;
}

}  // namespace tripline
