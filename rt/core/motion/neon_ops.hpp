// Registers and arithmetic of NEON: 16 bytes at once; every arm64 CPU has it.
#pragma once

#ifndef TRIPLINE_EMULATED_SIMD  // tests bring an emulation
#include <arm_neon.h>
#endif

#include <cstdint>
#include <cstring>

#include "rt/core/motion/row_passes.hpp"

namespace tripline {
namespace {  // internal to each file that is compiled for this CPU

struct Neon {
  using Vector = uint8x16_t;
  static constexpr std::size_t kBytes = sizeof(Vector);

  TRIPLINE_INLINE static Vector load(const void* from) noexcept {
    return vld1q_u8(static_cast<const std::uint8_t*>(from));
  }
  TRIPLINE_INLINE static Vector load_part(const std::uint8_t* from, std::size_t bytes) noexcept {
    alignas(Vector) std::uint8_t buffer[kBytes] = {};
    std::memcpy(buffer, from, bytes);
    return load(buffer);
  }
  /// All ones but for the first `skip` bytes.
  TRIPLINE_INLINE static Vector from_byte(std::size_t skip) noexcept {
    alignas(Vector) static constexpr std::uint64_t kMask[4] = {0, 0, ~0ULL, ~0ULL};
    return load(reinterpret_cast<const std::uint8_t*>(kMask) + kBytes - skip);
  }
  TRIPLINE_INLINE static Vector before_byte(std::size_t end) noexcept { return vmvnq_u8(from_byte(end)); }
  TRIPLINE_INLINE static Vector both(Vector a, Vector b) noexcept { return vandq_u8(a, b); }
  TRIPLINE_INLINE static Vector either(Vector a, Vector b) noexcept { return vorrq_u8(a, b); }
  TRIPLINE_INLINE static Vector low10(Vector v) noexcept { return both(v, vreinterpretq_u8_u16(vdupq_n_u16(1023))); }
  TRIPLINE_INLINE static Vector distance(Vector a, Vector b) noexcept { return vabdq_u8(a, b); }

  /// Counts bytes above a threshold in 8-bit lanes, until flush() widens them.
  struct OverCount {
    Vector threshold, narrow = vdupq_n_u8(0);
    std::uint64_t wide = 0;

    TRIPLINE_INLINE explicit OverCount(std::uint8_t level) noexcept : threshold(vdupq_n_u8(level)) {}
    TRIPLINE_INLINE void add(Vector distance) noexcept { narrow = vsubq_u8(narrow, vcgtq_u8(distance, threshold)); }
    TRIPLINE_INLINE void flush() noexcept {
      wide += vaddlvq_u8(narrow);
      narrow = vdupq_n_u8(0);
    }
    TRIPLINE_INLINE std::uint64_t total() const noexcept { return wide; }
  };

  struct ByteSum {
    uint32x4_t narrow = vdupq_n_u32(0);
    std::uint64_t wide = 0;
    TRIPLINE_INLINE void add(Vector v) noexcept { narrow = vpadalq_u16(narrow, vpaddlq_u8(v)); }
    TRIPLINE_INLINE void flush() noexcept {
      wide += vaddlvq_u32(narrow);
      narrow = vdupq_n_u32(0);
    }
    TRIPLINE_INLINE std::uint64_t total() const noexcept { return wide; }
  };

  struct Raw10Count {
    uint16x8_t threshold, changed = vdupq_n_u16(0);
    uint32x4_t sum = vdupq_n_u32(0);
    ChangeCount wide;

    TRIPLINE_INLINE explicit Raw10Count(std::uint16_t level) noexcept : threshold(vdupq_n_u16(level)) {}
    TRIPLINE_INLINE void add(Vector current, Vector reference) noexcept {
      add(vreinterpretq_u16_u8(current), vreinterpretq_u16_u8(reference));
    }
    TRIPLINE_INLINE void add(uint16x8_t current, uint16x8_t reference) noexcept {
      changed = vsubq_u16(changed, vcgtq_u16(vabdq_u16(current, reference), threshold));
      sum = vpadalq_u16(sum, current);
    }
    /// Sixteen pixels of exactly twenty bytes: bytes 0..15 for the low half, 4..19 for the high one.
    TRIPLINE_INLINE void add_packed(const std::uint8_t* current, const std::uint8_t* reference) noexcept {
      add(unpack(current, 0), unpack(reference, 0));
      add(unpack(current + 4, 6), unpack(reference + 4, 6));
    }
    TRIPLINE_INLINE void flush() noexcept {
      wide.changed += vaddlvq_u16(changed);
      wide.sum += vaddlvq_u32(sum);
      changed = vdupq_n_u16(0);
      sum = vdupq_n_u32(0);
    }
    TRIPLINE_INLINE void give(ChangeCount& into) const noexcept {
      into.changed += wide.changed;
      into.sum += wide.sum;
    }
    /// Eight packed pixels of ten bytes, which begin at byte `at` of the sixteen; what a table has not is 0.
    TRIPLINE_INLINE static uint16x8_t unpack(const std::uint8_t* from, std::uint8_t at) noexcept {
      static constexpr std::uint8_t kHigh[16] = {0, 100, 1, 100, 2, 100, 3, 100, 5, 100, 6, 100, 7, 100, 8, 100};
      static constexpr std::uint8_t kLow[16] = {4, 100, 4, 100, 4, 100, 4, 100, 9, 100, 9, 100, 9, 100, 9, 100};
      static constexpr std::int16_t kShift[8] = {0, -2, -4, -6, 0, -2, -4, -6};
      const Vector bytes = load(from), begin = vdupq_n_u8(at);
      const uint16x8_t high = vreinterpretq_u16_u8(vqtbl1q_u8(bytes, vaddq_u8(load(kHigh), begin)));
      const uint16x8_t low = vreinterpretq_u16_u8(vqtbl1q_u8(bytes, vaddq_u8(load(kLow), begin)));
      const uint16x8_t bits = vandq_u16(vshlq_u16(low, vld1q_s16(kShift)), vdupq_n_u16(3));
      return vorrq_u16(vshlq_n_u16(high, 2), bits);
    }
  };

  struct FitSum {
    Vector n = vdupq_n_u8(0);
    uint32x4_t x = vdupq_n_u32(0), y = x, xx = x, yy = x, xy = x;
    FitSums wide;

    TRIPLINE_INLINE void add(Vector current, Vector reference) noexcept {
      const Vector fits = vcltq_u8(vmaxq_u8(current, reference), vdupq_n_u8(kSaturated));
      const Vector r = both(reference, fits), c = both(current, fits);
      n = vsubq_u8(n, fits);
      x = vpadalq_u16(x, vpaddlq_u8(r));
      y = vpadalq_u16(y, vpaddlq_u8(c));
      add_products(vget_low_u8(r), vget_low_u8(c));
      add_products(vget_high_u8(r), vget_high_u8(c));
    }
    TRIPLINE_INLINE void add_products(uint8x8_t r, uint8x8_t c) noexcept {
      xx = vpadalq_u16(xx, vmull_u8(r, r));
      yy = vpadalq_u16(yy, vmull_u8(c, c));
      xy = vpadalq_u16(xy, vmull_u8(r, c));
    }
    TRIPLINE_INLINE void flush() noexcept {
      wide.n += vaddlvq_u8(n);
      wide.x += vaddlvq_u32(x);
      wide.y += vaddlvq_u32(y);
      wide.xx += vaddlvq_u32(xx);
      wide.yy += vaddlvq_u32(yy);
      wide.xy += vaddlvq_u32(xy);
      n = vdupq_n_u8(0);
      x = y = xx = yy = xy = vdupq_n_u32(0);
    }
    TRIPLINE_INLINE void give(FitSums& into) const noexcept {
      into.n += wide.n;
      into.x += wide.x;
      into.y += wide.y;
      into.xx += wide.xx;
      into.yy += wide.yy;
      into.xy += wide.xy;
    }
  };

  struct Foretell {
    int16x8_t gain, offset;

    TRIPLINE_INLINE explicit Foretell(FixedFit fit) noexcept
        : gain(vdupq_n_s16(fit.gain_q12)), offset(vdupq_n_s16(fit.offset_q4)) {}
    TRIPLINE_INLINE Vector operator()(Vector x) const noexcept {
      return vcombine_u8(half(vget_low_u8(x)), half(vget_high_u8(x)));
    }
    TRIPLINE_INLINE uint8x8_t half(uint8x8_t pixels) const noexcept {
      const int16x8_t product = vqrdmulhq_s16(vreinterpretq_s16_u16(vshll_n_u8(pixels, 7)), gain);
      const int16x8_t shifted = vqaddq_s16(vqaddq_s16(product, offset), vdupq_n_s16(8));
      return vqmovun_s16(vshrq_n_s16(shifted, 4));
    }
  };
};

}  // namespace
}  // namespace tripline
