// What the motion kernel is measured beside: the limit that memory sets, and how others compare frames.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "rt/core/motion/motion_kernel.hpp"

namespace tripline::bench {

/// Reads every `row_step`-th row of both frames and does nearly nothing with it, as fast as this CPU can: the limit
/// for any kernel that looks at each pixel.
std::uint64_t streaming_read(const ImageView& current, const ImageView& reference, std::uint32_t row_step) noexcept;

/// A camera tool's motion stage as it is described in public: for each pixel |new - old| > m * old + c in float, one
/// scalar pass that counts and makes the new frame the old one. Compiled with -O3, without hints to the compiler.
struct FloatPredicate {
  float m = 0.1F;
  float c = 10.0F;
};
std::uint32_t count_by_float_predicate(const ImageView& current, std::span<std::uint8_t> old, FloatPredicate how);

/// cv::absdiff, cv::threshold, cv::countNonZero on one thread.
class OpenCvCount {
 public:
  static bool available() noexcept;
  OpenCvCount();
  ~OpenCvCount();
  OpenCvCount(const OpenCvCount&) = delete;
  OpenCvCount& operator=(const OpenCvCount&) = delete;
  int count(const ImageView& current, const ImageView& reference, std::uint8_t threshold);

 private:
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

}  // namespace tripline::bench
