#include "hw/spidev/spidev_out.hpp"

#include <fcntl.h>
#include <linux/spi/spidev.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace tripline {
namespace {

Error cannot_open(const std::string& device, int error) {
  const std::string what = "SPI device " + device + ": ";
  if (error == ENOENT || error == ENXIO)
    return {ExitCode::kNoDevice, what +
                                     "not there; enable SPI (dtparam=spi=on on a Raspberry Pi), or name another in "
                                     "strobe.spi_device"};
  if (error == EACCES || error == EPERM)
    return {ExitCode::kNoPermission, what + "not permitted; add this user to the group that owns it"};
  return {ExitCode::kSystem, what + std::strerror(error)};
}

Result<void> check_limit(const SpidevOptions& options) {
  std::size_t bytes = 4096;  // the kernel's default, where it does not say
  std::ifstream(options.limit_file) >> bytes;
  if (options.max_bytes <= bytes) return {};
  return Error{ExitCode::kBadConfig, "SPI device " + options.device + ": strobe.spi_max_bytes is " +
                                         std::to_string(options.max_bytes) + ", the kernel takes " +
                                         std::to_string(bytes) + " in one transfer; set spidev.bufsiz=" +
                                         std::to_string(options.max_bytes) + " on the kernel command line"};
}

Result<void> set_up(int fd, const SpidevOptions& options) {
  std::uint8_t mode = SPI_MODE_0;
  std::uint8_t bits = 8;
  std::uint32_t hz = options.hz;
  if (::ioctl(fd, SPI_IOC_WR_MODE, &mode) == 0 && ::ioctl(fd, SPI_IOC_WR_BITS_PER_WORD, &bits) == 0 &&
      ::ioctl(fd, SPI_IOC_WR_MAX_SPEED_HZ, &hz) == 0)
    return {};
  return Error{ExitCode::kBadConfig, "SPI device " + options.device + ": refuses mode 0 at " + std::to_string(hz) +
                                         " Hz: " + std::strerror(errno) + "; try another strobe.spi_hz"};
}

}  // namespace

Result<std::unique_ptr<SpidevOut>> SpidevOut::create(const SpidevOptions& options) {
  UniqueFd fd(::open(options.device.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd) return cannot_open(options.device, errno);
  if (auto limit = check_limit(options); !limit) return limit.error();
  if (auto ready = set_up(fd.get(), options); !ready) return ready.error();
  std::unique_ptr<SpidevOut> out(new SpidevOut(options, std::move(fd)));
  constexpr std::array<std::uint8_t, 1> kInactive{0};
  if (!out->write(kInactive))
    return Error{ExitCode::kSystem, "SPI device " + options.device + ": cannot write: " + std::strerror(errno)};
  return out;
}

SpidevOut::SpidevOut(const SpidevOptions& options, UniqueFd fd)
    : options_(options),
      info_{options.device, "MOSI, " + std::to_string(options.hz) + " bit/s", {"MOSI"}, Provenance::kDerived},
      fd_(std::move(fd)) {}

// The controller finishes a transfer whatever becomes of the process; its last byte is zero.
SpidevOut::~SpidevOut() {
  constexpr std::array<std::uint8_t, 1> kInactive{0};
  static_cast<void>(write(kInactive));
}

bool SpidevOut::write(std::span<const std::uint8_t> bytes) noexcept RT_NONBLOCKING {
  return bytes.size() <= options_.max_bytes &&
         ::write(fd_.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
}

}  // namespace tripline
