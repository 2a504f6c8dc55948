#include "hw/socketcan/can_socket.hpp"

#include <linux/can.h>
#include <linux/can/error.h>
#include <linux/can/raw.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "hw/socketcan/can_receiver.hpp"
#include "rt/base/limits.hpp"

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

Error no_carrier(const std::string& interface) {
  return {ExitCode::kNoDevice, interface +
                                   ": no carrier: bus-off, or nobody at the other end; 'ip -details link show " +
                                   interface + "' says which, restart-ms ends a bus-off by itself"};
}

ifreq request_for(const std::string& interface) noexcept {
  ifreq request{};
  interface.copy(request.ifr_name, IFNAMSIZ - 1);
  return request;
}

// An interface that is down would bind, and then report nothing but that it is down.
Result<void> check_up(int fd, const std::string& interface) {
  const auto loss = look_at_interface(fd, interface);
  if (!loss) return {};
  if (*loss == CanLoss::kUnplugged) return no_interface(interface);
  return *loss == CanLoss::kDown ? is_down(interface) : no_carrier(interface);
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

template <typename Value>
bool set_option(int fd, int level, int option, const Value& value) {
  return ::setsockopt(fd, level, option, &value, sizeof value) == 0;
}

/// The kernel compares id and mask with the whole word: extended or not counts, and remote frames carry nothing.
bool set_filters(int fd, std::span<const CanFilter> filters) {
  if (filters.empty() || filters.size() > limits::kCanFilters) return true;
  std::vector<can_filter> words;
  for (const CanFilter& filter : filters)
    words.push_back(
        {filter.id.value | (filter.id.extended ? CAN_EFF_FLAG : 0U), filter.mask | CAN_EFF_FLAG | CAN_RTR_FLAG});
  const auto bytes = static_cast<socklen_t>(words.size() * sizeof words.front());
  return ::setsockopt(fd, SOL_CAN_RAW, CAN_RAW_FILTER, words.data(), bytes) == 0;
}

Result<void> configure(int fd, const CanSocketOptions& options) {
  const can_err_mask_t all_errors = CAN_ERR_MASK;
  const bool done = set_option(fd, SOL_CAN_RAW, CAN_RAW_FD_FRAMES, 1) &&
                    set_option(fd, SOL_CAN_RAW, CAN_RAW_ERR_FILTER, all_errors) &&
                    set_option(fd, SOL_SOCKET, SO_RCVBUF, options.receive_buffer_bytes) &&
                    set_filters(fd, options.filters);
  if (!done) return Error{ExitCode::kSystem, options.interface + ": CAN socket option: " + std::strerror(errno)};
  return CanReceiver::prepare(fd);
}

}  // namespace

std::optional<CanLoss> look_at_interface(int fd, const std::string& interface) noexcept {
  ifreq request = request_for(interface);
  if (::ioctl(fd, SIOCGIFFLAGS, &request) != 0) return CanLoss::kUnplugged;
  if ((request.ifr_flags & IFF_UP) == 0) return CanLoss::kDown;
  if ((request.ifr_flags & IFF_RUNNING) == 0) return CanLoss::kNoCarrier;
  return std::nullopt;
}

Result<CanSocket> open_can_socket(const CanSocketOptions& options) {
  const std::string& interface = options.interface;
  if (interface.empty() || interface.size() >= IFNAMSIZ)
    return Error{ExitCode::kBadConfig, "CAN interface '" + interface + "': a name has 1 to 15 characters"};
  CanSocket opened{UniqueFd(::socket(PF_CAN, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, CAN_RAW)), false};
  const int fd = opened.fd.get();
  if (fd < 0) return no_socket(interface, errno);
  if (auto up = check_up(fd, interface); !up) return up.error();
  if (auto configured = configure(fd, options); !configured) return configured.error();
  if (auto bound = bind_to(fd, interface); !bound) return bound.error();
  opened.has_fd_frames = carries_fd(fd, interface);
  return opened;
}

}  // namespace tripline
