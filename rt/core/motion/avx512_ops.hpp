// Registers and arithmetic of AVX-512BW: 64 bytes at once; none for packed pixels.
#pragma once

#ifndef TRIPLINE_EMULATED_SIMD  // tests bring an emulation
#include <immintrin.h>
#endif

#include <cstdint>
#include <cstring>

#include "rt/core/motion/row_passes.hpp"

namespace tripline {
namespace {  // internal to each file that is compiled for this CPU

struct Avx512 {
  using Vector = __m512i;
  static constexpr std::size_t kBytes = sizeof(Vector);

  TRIPLINE_INLINE static Vector zero() noexcept { return _mm512_setzero_si512(); }
  TRIPLINE_INLINE static Vector load(const void* from) noexcept {
    return _mm512_loadu_si512(static_cast<const Vector*>(from));
  }
  TRIPLINE_INLINE static Vector load_part(const std::uint8_t* from, std::size_t bytes) noexcept {
    alignas(Vector) std::uint8_t buffer[kBytes] = {};
    std::memcpy(buffer, from, bytes);
    return load(buffer);
  }
  /// All ones but for the first `skip` bytes.
  TRIPLINE_INLINE static Vector from_byte(std::size_t skip) noexcept {
    alignas(Vector) static constexpr std::uint64_t kMask[16] = {0,     0,     0,     0,     0,     0,     0,     0,
                                                                ~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL};
    return load(reinterpret_cast<const std::uint8_t*>(kMask) + kBytes - skip);
  }
  TRIPLINE_INLINE static Vector before_byte(std::size_t end) noexcept {
    return _mm512_xor_si512(from_byte(end), _mm512_set1_epi8(-1));
  }
  TRIPLINE_INLINE static Vector both(Vector a, Vector b) noexcept { return _mm512_and_si512(a, b); }
  TRIPLINE_INLINE static Vector either(Vector a, Vector b) noexcept { return _mm512_or_si512(a, b); }
  TRIPLINE_INLINE static Vector low10(Vector v) noexcept { return both(v, _mm512_set1_epi16(1023)); }
  TRIPLINE_INLINE static Vector distance(Vector a, Vector b) noexcept {
    return either(_mm512_subs_epu8(a, b), _mm512_subs_epu8(b, a));
  }
  /// Of 64-bit lanes.
  TRIPLINE_INLINE static std::uint64_t total(Vector v) noexcept {
    return static_cast<std::uint64_t>(_mm512_reduce_add_epi64(v));
  }
  /// 32-bit lanes to 64 bit, in pairs.
  TRIPLINE_INLINE static Vector widen(Vector v) noexcept {
    return _mm512_add_epi64(_mm512_unpacklo_epi32(v, zero()), _mm512_unpackhi_epi32(v, zero()));
  }

  /// Counts bytes above a threshold in 8-bit lanes, until flush() widens them.
  struct OverCount {
    Vector threshold, narrow = zero(), wide = zero();

    TRIPLINE_INLINE explicit OverCount(std::uint8_t level) noexcept
        : threshold(_mm512_set1_epi8(static_cast<char>(level))) {}
    TRIPLINE_INLINE void add(Vector distance) noexcept {
      const __mmask64 over = _mm512_cmpgt_epu8_mask(distance, threshold);
      narrow = _mm512_mask_add_epi8(narrow, over, narrow, _mm512_set1_epi8(1));
    }
    TRIPLINE_INLINE void flush() noexcept {
      wide = _mm512_add_epi64(wide, _mm512_sad_epu8(narrow, zero()));
      narrow = zero();
    }
    TRIPLINE_INLINE std::uint64_t total() const noexcept { return Avx512::total(wide); }
  };

  struct ByteSum {
    Vector wide = zero();
    TRIPLINE_INLINE void add(Vector v) noexcept { wide = _mm512_add_epi64(wide, _mm512_sad_epu8(v, zero())); }
    TRIPLINE_INLINE void flush() noexcept {}
    TRIPLINE_INLINE std::uint64_t total() const noexcept { return Avx512::total(wide); }
  };

  struct Raw10Count {
    Vector threshold;
    Vector changed = zero(), sum = zero();            // 16-bit and 32-bit lanes
    Vector changed_wide = zero(), sum_wide = zero();  // 64-bit lanes

    TRIPLINE_INLINE explicit Raw10Count(std::uint16_t level) noexcept
        : threshold(_mm512_set1_epi16(static_cast<short>(level))) {}
    TRIPLINE_INLINE void add(Vector current, Vector reference) noexcept {
      const Vector distance = _mm512_abs_epi16(_mm512_sub_epi16(current, reference));
      changed =
          _mm512_mask_add_epi16(changed, _mm512_cmpgt_epi16_mask(distance, threshold), changed, _mm512_set1_epi16(1));
      sum = _mm512_add_epi32(sum, _mm512_madd_epi16(current, _mm512_set1_epi16(1)));
    }
    TRIPLINE_INLINE void flush() noexcept {
      changed_wide = _mm512_add_epi64(changed_wide, widen(_mm512_madd_epi16(changed, _mm512_set1_epi16(1))));
      sum_wide = _mm512_add_epi64(sum_wide, widen(sum));
      changed = sum = zero();
    }
    TRIPLINE_INLINE void give(ChangeCount& into) const noexcept {
      into.changed += total(changed_wide);
      into.sum += total(sum_wide);
    }
  };

  struct FitSum {
    Vector n = zero(), xx = zero(), yy = zero(), xy = zero();  // 8-bit and 32-bit lanes
    Vector n_wide = zero(), x_wide = zero(), y_wide = zero(), xx_wide = zero(), yy_wide = zero(), xy_wide = zero();

    TRIPLINE_INLINE void add(Vector current, Vector reference) noexcept {
      const Vector high = _mm512_max_epu8(current, reference);
      const __mmask64 fits = _mm512_cmplt_epu8_mask(high, _mm512_set1_epi8(static_cast<char>(kSaturated)));
      const Vector x = _mm512_maskz_mov_epi8(fits, reference), y = _mm512_maskz_mov_epi8(fits, current);
      n = _mm512_mask_add_epi8(n, fits, n, _mm512_set1_epi8(1));
      x_wide = _mm512_add_epi64(x_wide, _mm512_sad_epu8(x, zero()));
      y_wide = _mm512_add_epi64(y_wide, _mm512_sad_epu8(y, zero()));
      add_products(_mm512_unpacklo_epi8(x, zero()), _mm512_unpacklo_epi8(y, zero()));
      add_products(_mm512_unpackhi_epi8(x, zero()), _mm512_unpackhi_epi8(y, zero()));
    }
    TRIPLINE_INLINE void add_products(Vector x, Vector y) noexcept {
      xx = _mm512_add_epi32(xx, _mm512_madd_epi16(x, x));
      yy = _mm512_add_epi32(yy, _mm512_madd_epi16(y, y));
      xy = _mm512_add_epi32(xy, _mm512_madd_epi16(x, y));
    }
    TRIPLINE_INLINE void flush() noexcept {
      n_wide = _mm512_add_epi64(n_wide, _mm512_sad_epu8(n, zero()));
      xx_wide = _mm512_add_epi64(xx_wide, widen(xx));
      yy_wide = _mm512_add_epi64(yy_wide, widen(yy));
      xy_wide = _mm512_add_epi64(xy_wide, widen(xy));
      n = xx = yy = xy = zero();
    }
    TRIPLINE_INLINE void give(FitSums& into) const noexcept {
      into.n += total(n_wide);
      into.x += total(x_wide);
      into.y += total(y_wide);
      into.xx += total(xx_wide);
      into.yy += total(yy_wide);
      into.xy += total(xy_wide);
    }
  };

  struct Foretell {
    Vector gain, offset;

    TRIPLINE_INLINE explicit Foretell(FixedFit fit) noexcept
        : gain(_mm512_set1_epi16(fit.gain_q12)), offset(_mm512_set1_epi16(fit.offset_q4)) {}
    TRIPLINE_INLINE Vector operator()(Vector x) const noexcept {
      return _mm512_packus_epi16(half(_mm512_unpacklo_epi8(zero(), x)), half(_mm512_unpackhi_epi8(zero(), x)));
    }
    /// Pixels come in the high byte of each lane; shifted once they are x * 128.
    TRIPLINE_INLINE Vector half(Vector lanes) const noexcept {
      const Vector product = _mm512_mulhrs_epi16(_mm512_srli_epi16(lanes, 1), gain);
      const Vector shifted = _mm512_adds_epi16(_mm512_adds_epi16(product, offset), _mm512_set1_epi16(8));
      return _mm512_srai_epi16(shifted, 4);
    }
  };
};

}  // namespace
}  // namespace tripline
