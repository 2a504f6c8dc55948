// The twin of an SPI controller's MOSI line: no clock, but every byte that was written.
#pragma once

#include <memory>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/port/bit_out.hpp"

namespace tripline {

struct SimBitsOptions {
  std::uint32_t hz = 1'000'000;
  std::size_t max_bytes = 4096;
  std::size_t kept = 65'536;  ///< bytes remembered
};

class SimBits final : public BitOut {
 public:
  static std::unique_ptr<SimBits> create(const SimBitsOptions& options);

  const DigitalOutInfo& info() const noexcept override { return info_; }
  std::uint32_t hz() const noexcept override { return options_.hz; }
  std::size_t max_bytes() const noexcept override { return options_.max_bytes; }
  /// Returns at once. Refuses what is longer than max_bytes, and all when its memory is full.
  [[nodiscard]] bool write(std::span<const std::uint8_t> bytes) noexcept RT_NONBLOCKING override;

  /// What was written so far. Thread: one that knows that nobody writes. Lifetime: shared, outlives the twin.
  std::shared_ptr<const std::vector<std::uint8_t>> written() const noexcept { return written_; }

 private:
  explicit SimBits(const SimBitsOptions& options);
  SimBitsOptions options_;
  DigitalOutInfo info_;
  std::shared_ptr<std::vector<std::uint8_t>> written_;
};

}  // namespace tripline
