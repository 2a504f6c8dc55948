#include "hw/slcan/serial_line.hpp"

#include <fcntl.h>
#include <termios.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace tripline {
namespace {

struct Speed {
  std::uint32_t baud;
  speed_t code;
};
constexpr std::array<Speed, 14> kSpeeds{{{9600, B9600},
                                         {19200, B19200},
                                         {38400, B38400},
                                         {57600, B57600},
                                         {115200, B115200},
                                         {230400, B230400},
                                         {460800, B460800},
                                         {500000, B500000},
                                         {921600, B921600},
                                         {1000000, B1000000},
                                         {1500000, B1500000},
                                         {2000000, B2000000},
                                         {3000000, B3000000},
                                         {4000000, B4000000}}};

Error no_line(const std::string& device, int error) {
  if (error == EACCES || error == EPERM)
    return {ExitCode::kNoPermission, device + ": may not be opened; put the user into the device's group (dialout)"};
  if (error == EBUSY) return {ExitCode::kInUse, device + ": another program has it; end that one"};
  if (error == ENOENT || error == ENXIO || error == ENODEV)
    return {ExitCode::kNoDevice, device + ": no such device; plug the adapter in, 'ls /dev/serial/by-id' lists them"};
  return {ExitCode::kSystem, device + ": cannot be opened: " + std::strerror(error)};
}

/// Bytes as they come; DTR and the like are nobody's business here.
Result<void> make_raw(int fd, const std::string& device, const Speed* speed) {
  termios line{};
  if (::tcgetattr(fd, &line) != 0)
    return Error{ExitCode::kNoDevice, device + ": is not a serial line; slcan needs a tty, such as /dev/ttyACM0"};
  ::cfmakeraw(&line);
  line.c_cflag |= CLOCAL | CREAD;
  line.c_cflag &= ~static_cast<tcflag_t>(CRTSCTS | HUPCL);
  if (speed != nullptr) ::cfsetspeed(&line, speed->code);
  if (::tcsetattr(fd, TCSANOW, &line) == 0) return {};
  return Error{ExitCode::kSystem, device + ": refuses the settings of a raw line: " + std::strerror(errno)};
}

}  // namespace

Result<UniqueFd> open_serial_line(const std::string& device, std::uint32_t baud) {
  const auto* speed =
      std::find_if(kSpeeds.begin(), kSpeeds.end(), [baud](const Speed& known) { return known.baud == baud; });
  if (speed == kSpeeds.end())
    return Error{ExitCode::kBadConfig, device + ": no serial line has " + std::to_string(baud) +
                                           " baud; 115200 is usual, and USB adapters ignore it"};
  UniqueFd fd(::open(device.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (!fd) return no_line(device, errno);
  if (auto raw = make_raw(fd.get(), device, speed); !raw) return raw.error();
  return fd;
}

Result<UniqueFd> adopt_serial_line(int fd, const std::string& name) {
  if (::fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
    return Error{ExitCode::kBadConfig, name + ": no such descriptor is open; whoever starts the core passes it"};
  UniqueFd own(fd);
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0)
    return Error{ExitCode::kSystem, name + ": cannot be read without blocking: " + std::strerror(errno)};
  if (::isatty(fd) != 0)
    if (auto raw = make_raw(fd, name, nullptr); !raw) return raw.error();
  return own;
}

}  // namespace tripline
