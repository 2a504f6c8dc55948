// SignalChunk: values of all signals over a few seconds, 16 bytes each.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace tripline {

struct SignalPoint {
  std::uint64_t mono_ns = 0;
  double value = 0;
};

/// Times are kept as the distance from the first one, which fits 32 bits for 2.1 s to either side.
class SignalChunk {
 public:
  struct Sample {
    std::int32_t offset_ns;
    std::uint32_t signal_and_stale;  // the lowest bit: fell silent
    double value;
  };
  static_assert(sizeof(Sample) == 16);
  static constexpr std::size_t kMost = 4096;

  explicit SignalChunk(std::uint64_t base_ns) : base_ns_(base_ns), newest_ns_(base_ns) {}

  bool takes(std::uint64_t mono_ns) const noexcept {
    const auto offset = static_cast<std::int64_t>(mono_ns - base_ns_);
    return samples_.size() < kMost && offset >= std::numeric_limits<std::int32_t>::min() &&
           offset <= std::numeric_limits<std::int32_t>::max();
  }
  void add(const SignalPoint& point, std::uint32_t signal, bool stale) {
    const auto offset = static_cast<std::int32_t>(static_cast<std::int64_t>(point.mono_ns - base_ns_));
    samples_.push_back({offset, signal << 1 | static_cast<std::uint32_t>(stale), point.value});
    if (point.mono_ns > newest_ns_) newest_ns_ = point.mono_ns;
  }

  std::size_t size() const noexcept { return samples_.size(); }
  std::uint64_t newest_ns() const noexcept { return newest_ns_; }

  /// Calls `visit(point, stale)` for each sample of a signal, in the order in which they came.
  template <typename Visit>
  void each(std::uint32_t signal, Visit visit) const {
    for (const auto& sample : samples_)
      if (sample.signal_and_stale >> 1 == signal)
        visit(SignalPoint{base_ns_ + static_cast<std::uint64_t>(std::int64_t{sample.offset_ns}), sample.value},
              (sample.signal_and_stale & 1) != 0);
  }

 private:
  std::uint64_t base_ns_;
  std::uint64_t newest_ns_;
  std::vector<Sample> samples_;
};

}  // namespace tripline
