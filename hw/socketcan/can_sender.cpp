#include "hw/socketcan/can_sender.hpp"

#include <linux/can/raw.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

#include "hw/socketcan/can_socket.hpp"
#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"

namespace tripline {
namespace {

constexpr int kReceiveBufferBytes = 1 << 12;  // nothing is read

std::uint32_t raw_id(const CanFrame& frame) {
  std::uint32_t id = frame.id;
  if ((frame.flags & kCanExtended) != 0) id |= CAN_EFF_FLAG;
  if ((frame.flags & kCanRemote) != 0) id |= CAN_RTR_FLAG;
  if ((frame.flags & kCanErrorFrame) != 0) id |= CAN_ERR_FLAG;
  return id;
}

/// EAGAIN: the socket's own buffer is full, and poll() tells when it is not. ENOBUFS: the interface's queue is, and
/// nothing tells (can(7) has no word for it; cansend and cangen poll in vain, too), so it is tried again soon.
void wait_for_room(int fd, int error) {
  using namespace std::chrono_literals;
  if (error == ENOBUFS) return std::this_thread::sleep_for(1ms);
  pollfd item{fd, POLLOUT, 0};
  ::poll(&item, 1, 10);
}

bool may_try_again(int error) { return error == EAGAIN || error == ENOBUFS || error == EINTR; }

}  // namespace

std::size_t to_raw_frame(const CanFrame& frame, canfd_frame& raw) noexcept {
  raw = {};
  raw.can_id = raw_id(frame);
  raw.len = frame.length;
  std::copy_n(frame.data.begin(), frame.length, raw.data);
  if ((frame.flags & kCanFd) == 0) return CAN_MTU;
  if ((frame.flags & kCanBitRateSwitch) != 0) raw.flags |= CANFD_BRS;
  if ((frame.flags & kCanErrorStateIndicator) != 0) raw.flags |= CANFD_ESI;
  return CANFD_MTU;
}

Result<CanSender> CanSender::open(const std::string& interface) {
  auto socket = open_can_socket({interface, kReceiveBufferBytes, {}});
  if (!socket) return socket.error();
  // No filter at all lets nothing in: the queue of a socket that nobody reads would only take memory.
  if (::setsockopt(socket->fd.get(), SOL_CAN_RAW, CAN_RAW_FILTER, nullptr, 0) != 0)
    return Error{ExitCode::kSystem, interface + ": CAN socket option: " + std::strerror(errno)};
  return CanSender(std::move(socket->fd), interface, socket->has_fd_frames);
}

Result<void> CanSender::send(const CanFrame& frame) {
  if ((frame.flags & kCanErrorFrame) != 0) return Error{ExitCode::kUsage, name_ + ": error frames cannot be sent"};
  if ((frame.flags & kCanFd) != 0 && !has_fd_frames_)
    return Error{ExitCode::kUsage, name_ + ": carries no CAN FD; 'ip link set " + name_ +
                                       " mtu 72', or for a real controller 'type can ... fd on', makes it"};
  canfd_frame raw;
  const std::size_t bytes = to_raw_frame(frame, raw);
  const MonoTime deadline = MonoClock::now() + limits::kCanSendWait;
  while (::send(fd_.get(), &raw, bytes, MSG_NOSIGNAL) != static_cast<ssize_t>(bytes)) {
    const int error = errno;
    if (!may_try_again(error)) return Error{ExitCode::kNoDevice, name_ + ": cannot send: " + std::strerror(error)};
    if (MonoClock::now() >= deadline)
      return Error{
          ExitCode::kUnavailable,
          name_ + ": takes no more frames; somebody else on the bus must acknowledge them at the same bit rate"};
    wait_for_room(fd_.get(), error);
  }
  return {};
}

}  // namespace tripline
