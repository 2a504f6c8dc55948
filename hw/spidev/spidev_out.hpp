// The MOSI line of an SPI controller as an output whose edges the controller's clock makes (kernel: Documentation/spi).
#pragma once

#include <memory>
#include <string>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"
#include "rt/port/bit_out.hpp"

namespace tripline {

struct SpidevOptions {
  std::string device = "/dev/spidev0.0";
  std::uint32_t hz = 1'000'000;
  std::size_t max_bytes = 4096;
  std::string limit_file = "/sys/module/spidev/parameters/bufsiz";  ///< where the kernel says how much it takes at once
};

/// Its times are derived: the controller does not say when a bit was out. Some controllers pause between bytes, and
/// all take the nearest rate their divider makes: measure MOSI once before a pattern is relied on.
class SpidevOut final : public BitOut {
 public:
  /// Errors: kNoDevice, kNoPermission, kBadConfig (the kernel takes less than max_bytes in one transfer, or refuses the
  /// rate).
  static Result<std::unique_ptr<SpidevOut>> create(const SpidevOptions& options);
  ~SpidevOut() override;

  const DigitalOutInfo& info() const noexcept override { return info_; }
  std::uint32_t hz() const noexcept override { return options_.hz; }
  std::size_t max_bytes() const noexcept override { return options_.max_bytes; }
  [[nodiscard]] bool write(std::span<const std::uint8_t> bytes) noexcept RT_NONBLOCKING override;

 private:
  SpidevOut(const SpidevOptions& options, UniqueFd fd);
  SpidevOptions options_;
  DigitalOutInfo info_;
  UniqueFd fd_;
};

}  // namespace tripline
