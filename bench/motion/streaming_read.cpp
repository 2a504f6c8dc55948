#include <algorithm>
#include <cstring>

#include "bench/motion/peers.hpp"

namespace tripline::bench {
namespace {

constexpr std::size_t kBlock = 128;           // bytes of each frame read at once
constexpr std::size_t kPrefetchAhead = 1024;  // bytes; the best of 1024, 2048, 4096 and 8192 on Zen 3

using Vector [[gnu::vector_size(32)]] = std::uint64_t;

Vector load(const std::uint8_t* at) noexcept {
  Vector value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

struct Sum {
  Vector lanes[4] = {};
  std::uint64_t rest = 0;

  void add_row(const std::uint8_t* current, const std::uint8_t* reference, std::size_t count) noexcept {
    for (std::size_t ahead = 0; ahead < std::min(count, kPrefetchAhead); ahead += 64)
      __builtin_prefetch(current + ahead);
    std::size_t i = 0;
    for (; i + kBlock <= count; i += kBlock) {
      __builtin_prefetch(current + i + kPrefetchAhead);
      __builtin_prefetch(current + i + kPrefetchAhead + 64);
      for (std::size_t lane = 0; lane < 4; ++lane)
        lanes[lane] ^= load(current + i + lane * sizeof(Vector)) ^ load(reference + i + lane * sizeof(Vector));
    }
    for (; i + sizeof(Vector) <= count; i += sizeof(Vector)) lanes[0] ^= load(current + i) ^ load(reference + i);
    for (; i < count; ++i) rest ^= std::uint64_t{current[i]} ^ reference[i];
  }
  std::uint64_t value() const noexcept {
    const Vector all = lanes[0] ^ lanes[1] ^ lanes[2] ^ lanes[3];
    return all[0] ^ all[1] ^ all[2] ^ all[3] ^ rest;
  }
};

}  // namespace

std::uint64_t streaming_read(const ImageView& current, const ImageView& reference, std::uint32_t row_step) noexcept {
  Sum sum;
  if (row_step == 1 && current.stride == current.width && reference.stride == reference.width) {
    sum.add_row(current.row(0), reference.row(0), std::size_t{current.width} * current.height);
    return sum.value();
  }
  for (std::uint32_t y = 0; y < current.height; y += row_step)
    sum.add_row(current.row(y), reference.row(y), current.width);
  return sum.value();
}

}  // namespace tripline::bench
