#include "hw/socketcan/can_socket.hpp"

#include <linux/can.h>
#include <linux/can/error.h>
#include <linux/can/raw.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "hw/socketcan/can_receiver.hpp"

namespace tripline {
namespace {

Error no_socket(const std::string& interface, int error) {
  if (error == EPERM || error == EACCES)
    return {ExitCode::kNoPermission, interface + ": CAN sockets are refused; allow AF_CAN to this service"};
  if (error == EAFNOSUPPORT || error == EPROTONOSUPPORT)
    return {
        ExitCode::kNoDevice,
        interface + ": this kernel has no CAN sockets; 'modprobe can_raw' loads them, or set the bus's source to sim"};
  return {ExitCode::kSystem, interface + ": no CAN socket: " + std::strerror(error)};
}

Error no_interface(const std::string& interface) {
  return {ExitCode::kNoDevice, interface + ": no such interface; 'ip -brief link' lists them"};
}

Error is_down(const std::string& interface) {
  return {ExitCode::kNoDevice,
          interface + ": the interface is down; 'ip link set " + interface + " up' after its bit rate was set"};
}

ifreq request_for(const std::string& interface) {
  ifreq request{};
  interface.copy(request.ifr_name, IFNAMSIZ - 1);
  return request;
}

// An interface that is down would bind, and then report nothing but that it is down.
Result<void> check_up(int fd, const std::string& interface) {
  ifreq request = request_for(interface);
  if (::ioctl(fd, SIOCGIFFLAGS, &request) != 0) return no_interface(interface);
  if ((request.ifr_flags & IFF_UP) == 0) return is_down(interface);
  return {};
}

bool carries_fd(int fd, const std::string& interface) {
  ifreq request = request_for(interface);
  return ::ioctl(fd, SIOCGIFMTU, &request) == 0 && request.ifr_mtu >= static_cast<int>(CANFD_MTU);
}

Result<void> bind_to(int fd, const std::string& interface) {
  sockaddr_can address{};
  address.can_family = AF_CAN;
  address.can_ifindex = static_cast<int>(::if_nametoindex(interface.c_str()));
  if (address.can_ifindex == 0) return no_interface(interface);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return {};
  return Error{ExitCode::kNoDevice, interface + ": not a CAN interface (" + std::strerror(errno) + ")"};
}

Result<void> configure(int fd, const std::string& interface, int receive_buffer_bytes) {
  const int on = 1;
  const can_err_mask_t all_errors = CAN_ERR_MASK;
  const bool done = ::setsockopt(fd, SOL_CAN_RAW, CAN_RAW_FD_FRAMES, &on, sizeof on) == 0 &&
                    ::setsockopt(fd, SOL_CAN_RAW, CAN_RAW_ERR_FILTER, &all_errors, sizeof all_errors) == 0 &&
                    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes) == 0;
  if (!done) return Error{ExitCode::kSystem, interface + ": CAN socket option: " + std::strerror(errno)};
  return CanReceiver::prepare(fd);
}

}  // namespace

Result<CanSocket> open_can_socket(const std::string& interface, int receive_buffer_bytes) {
  if (interface.empty() || interface.size() >= IFNAMSIZ)
    return Error{ExitCode::kBadConfig, "CAN interface '" + interface + "': a name has 1 to 15 characters"};
  CanSocket opened{UniqueFd(::socket(PF_CAN, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, CAN_RAW)), false};
  const int fd = opened.fd.get();
  if (fd < 0) return no_socket(interface, errno);
  if (auto up = check_up(fd, interface); !up) return up.error();
  if (auto configured = configure(fd, interface, receive_buffer_bytes); !configured) return configured.error();
  if (auto bound = bind_to(fd, interface); !bound) return bound.error();
  opened.has_fd_frames = carries_fd(fd, interface);
  return opened;
}

}  // namespace tripline
