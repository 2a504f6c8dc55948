#include "hw/sim/sim_bits.hpp"

namespace tripline {

std::unique_ptr<SimBits> SimBits::create(const SimBitsOptions& options) {
  return std::unique_ptr<SimBits>(new SimBits(options));
}

SimBits::SimBits(const SimBitsOptions& options)
    : options_(options),
      info_{"sim-spi", "simulated MOSI line that records its bytes", {"MOSI"}, Provenance::kSimulated},
      written_(std::make_shared<std::vector<std::uint8_t>>()) {
  written_->reserve(options.kept);
}

bool SimBits::write(std::span<const std::uint8_t> bytes) noexcept RT_NONBLOCKING {
  if (bytes.size() > options_.max_bytes || written_->size() + bytes.size() > written_->capacity()) return false;
  written_->insert(written_->end(), bytes.begin(), bytes.end());  // within what was reserved
  return true;
}

}  // namespace tripline
