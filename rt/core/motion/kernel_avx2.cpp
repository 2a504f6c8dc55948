// AVX2: 32 bytes at once.
#include <immintrin.h>

#include <cstring>

#include "rt/core/motion/row_passes.hpp"

namespace tripline {
namespace {

struct Avx2 {
  using Vector = __m256i;
  static constexpr std::size_t kBytes = sizeof(Vector);

  TRIPLINE_INLINE static Vector zero() noexcept { return _mm256_setzero_si256(); }
  TRIPLINE_INLINE static Vector load(const void* from) noexcept {
    return _mm256_loadu_si256(static_cast<const Vector*>(from));
  }
  TRIPLINE_INLINE static Vector load_part(const std::uint8_t* from, std::size_t bytes) noexcept {
    alignas(Vector) std::uint8_t buffer[kBytes] = {};
    std::memcpy(buffer, from, bytes);
    return load(buffer);
  }
  /// All ones but for the first `skip` bytes.
  TRIPLINE_INLINE static Vector from_byte(std::size_t skip) noexcept {
    alignas(Vector) static constexpr std::uint64_t kMask[8] = {0, 0, 0, 0, ~0ULL, ~0ULL, ~0ULL, ~0ULL};
    return load(reinterpret_cast<const std::uint8_t*>(kMask) + kBytes - skip);
  }
  TRIPLINE_INLINE static Vector before_byte(std::size_t end) noexcept {
    return _mm256_xor_si256(from_byte(end), _mm256_set1_epi8(-1));
  }
  TRIPLINE_INLINE static Vector both(Vector a, Vector b) noexcept { return _mm256_and_si256(a, b); }
  TRIPLINE_INLINE static Vector either(Vector a, Vector b) noexcept { return _mm256_or_si256(a, b); }
  TRIPLINE_INLINE static Vector low10(Vector v) noexcept { return both(v, _mm256_set1_epi16(1023)); }
  TRIPLINE_INLINE static Vector distance(Vector a, Vector b) noexcept {
    return either(_mm256_subs_epu8(a, b), _mm256_subs_epu8(b, a));
  }
  /// Of 64-bit lanes.
  TRIPLINE_INLINE static std::uint64_t total(Vector v) noexcept {
    const __m128i two = _mm_add_epi64(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_add_epi64(two, _mm_unpackhi_epi64(two, two))));
  }
  /// 32-bit lanes to 64 bit, in pairs.
  TRIPLINE_INLINE static Vector widen(Vector v) noexcept {
    return _mm256_add_epi64(_mm256_unpacklo_epi32(v, zero()), _mm256_unpackhi_epi32(v, zero()));
  }

  /// Counts bytes above a threshold in 8-bit lanes, until flush() widens them.
  struct OverCount {
    Vector threshold, narrow = zero(), wide = zero();

    TRIPLINE_INLINE explicit OverCount(std::uint8_t level) noexcept
        : threshold(_mm256_set1_epi8(static_cast<char>(level))) {}
    TRIPLINE_INLINE void add(Vector distance) noexcept {
      const Vector over = _mm256_subs_epu8(distance, threshold);
      narrow = _mm256_add_epi8(narrow, _mm256_min_epu8(over, _mm256_set1_epi8(1)));
    }
    TRIPLINE_INLINE void flush() noexcept {
      wide = _mm256_add_epi64(wide, _mm256_sad_epu8(narrow, zero()));
      narrow = zero();
    }
    TRIPLINE_INLINE std::uint64_t total() const noexcept { return Avx2::total(wide); }
  };

  struct ByteSum {
    Vector wide = zero();
    TRIPLINE_INLINE void add(Vector v) noexcept { wide = _mm256_add_epi64(wide, _mm256_sad_epu8(v, zero())); }
    TRIPLINE_INLINE void flush() noexcept {}
    TRIPLINE_INLINE std::uint64_t total() const noexcept { return Avx2::total(wide); }
  };

  struct Raw10Count {
    Vector threshold;
    Vector changed = zero(), sum = zero();            // 16-bit and 32-bit lanes
    Vector changed_wide = zero(), sum_wide = zero();  // 64-bit lanes

    TRIPLINE_INLINE explicit Raw10Count(std::uint16_t level) noexcept
        : threshold(_mm256_set1_epi16(static_cast<short>(level))) {}
    TRIPLINE_INLINE void add(Vector current, Vector reference) noexcept {
      const Vector over = _mm256_cmpgt_epi16(_mm256_abs_epi16(_mm256_sub_epi16(current, reference)), threshold);
      changed = _mm256_sub_epi16(changed, over);
      sum = _mm256_add_epi32(sum, _mm256_madd_epi16(current, _mm256_set1_epi16(1)));
    }
    TRIPLINE_INLINE void add_packed(const std::uint8_t* current, const std::uint8_t* reference) noexcept {
      add(unpack(current), unpack(reference));
    }
    TRIPLINE_INLINE void flush() noexcept {
      changed_wide = _mm256_add_epi64(changed_wide, widen(_mm256_madd_epi16(changed, _mm256_set1_epi16(1))));
      sum_wide = _mm256_add_epi64(sum_wide, widen(sum));
      changed = sum = zero();
    }
    TRIPLINE_INLINE void give(ChangeCount& into) const noexcept {
      into.changed += total(changed_wide);
      into.sum += total(sum_wide);
    }
    /// Sixteen packed pixels, of exactly twenty bytes: bytes 0..15 for the low half, 4..19 for the high one.
    TRIPLINE_INLINE static Vector unpack(const std::uint8_t* from) noexcept {
      const Vector bytes =
          _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))),
                                  _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + 4)), 1);
      const Vector high =
          _mm256_shuffle_epi8(bytes, _mm256_setr_epi8(0, -1, 1, -1, 2, -1, 3, -1, 5, -1, 6, -1, 7, -1, 8, -1,  //
                                                      6, -1, 7, -1, 8, -1, 9, -1, 11, -1, 12, -1, 13, -1, 14, -1));
      const Vector low =
          _mm256_shuffle_epi8(bytes, _mm256_setr_epi8(4, -1, 4, -1, 4, -1, 4, -1, 9, -1, 9, -1, 9, -1, 9, -1,  //
                                                      10, -1, 10, -1, 10, -1, 10, -1, 15, -1, 15, -1, 15, -1, 15, -1));
      // The two low bits of each pixel to bits 7..6: a multiply is the shift that differs from lane to lane.
      const Vector lifted =
          _mm256_mullo_epi16(low, _mm256_setr_epi16(64, 16, 4, 1, 64, 16, 4, 1, 64, 16, 4, 1, 64, 16, 4, 1));
      const Vector bits = both(_mm256_srli_epi16(lifted, 6), _mm256_set1_epi16(3));
      return either(_mm256_slli_epi16(high, 2), bits);
    }
  };

  struct FitSum {
    Vector n = zero(), xx = zero(), yy = zero(), xy = zero();  // 8-bit and 32-bit lanes
    Vector n_wide = zero(), x_wide = zero(), y_wide = zero(), xx_wide = zero(), yy_wide = zero(), xy_wide = zero();

    TRIPLINE_INLINE void add(Vector current, Vector reference) noexcept {
      const Vector high = _mm256_max_epu8(current, reference);
      const Vector limit = _mm256_set1_epi8(static_cast<char>(kSaturated - 1));
      const Vector fits = _mm256_cmpeq_epi8(_mm256_min_epu8(high, limit), high);
      const Vector x = both(reference, fits), y = both(current, fits);
      n = _mm256_sub_epi8(n, fits);
      x_wide = _mm256_add_epi64(x_wide, _mm256_sad_epu8(x, zero()));
      y_wide = _mm256_add_epi64(y_wide, _mm256_sad_epu8(y, zero()));
      add_products(_mm256_unpacklo_epi8(x, zero()), _mm256_unpacklo_epi8(y, zero()));
      add_products(_mm256_unpackhi_epi8(x, zero()), _mm256_unpackhi_epi8(y, zero()));
    }
    TRIPLINE_INLINE void add_products(Vector x, Vector y) noexcept {
      xx = _mm256_add_epi32(xx, _mm256_madd_epi16(x, x));
      yy = _mm256_add_epi32(yy, _mm256_madd_epi16(y, y));
      xy = _mm256_add_epi32(xy, _mm256_madd_epi16(x, y));
    }
    TRIPLINE_INLINE void flush() noexcept {
      n_wide = _mm256_add_epi64(n_wide, _mm256_sad_epu8(n, zero()));
      xx_wide = _mm256_add_epi64(xx_wide, widen(xx));
      yy_wide = _mm256_add_epi64(yy_wide, widen(yy));
      xy_wide = _mm256_add_epi64(xy_wide, widen(xy));
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
        : gain(_mm256_set1_epi16(fit.gain_q12)), offset(_mm256_set1_epi16(fit.offset_q4)) {}
    TRIPLINE_INLINE Vector operator()(Vector x) const noexcept {
      return _mm256_packus_epi16(half(_mm256_unpacklo_epi8(zero(), x)), half(_mm256_unpackhi_epi8(zero(), x)));
    }
    /// Pixels come in the high byte of each lane; shifted once they are x * 128.
    TRIPLINE_INLINE Vector half(Vector lanes) const noexcept {
      const Vector product = _mm256_mulhrs_epi16(_mm256_srli_epi16(lanes, 1), gain);
      const Vector shifted = _mm256_adds_epi16(_mm256_adds_epi16(product, offset), _mm256_set1_epi16(8));
      return _mm256_srai_epi16(shifted, 4);
    }
  };
};

}  // namespace

const KernelTable kAvx2Kernels = Kernels<Avx2>::table("avx2");

}  // namespace tripline
