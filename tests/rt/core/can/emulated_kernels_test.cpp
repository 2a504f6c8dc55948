// The kernels of CPUs that are not here, run through an emulation of their instructions: the same bits as the portable
// one. What an emulation cannot show: that the compiler's own intrinsics mean the same.
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/arm/neon.h>
#include <simde/x86/avx512.h>

#include <cstdint>

#ifndef _mm512_cvtepi64_pd  // older emulations lack it
inline simde__m512d _mm512_cvtepi64_pd(simde__m512i integers) {
  simde__m512d numbers;
  for (int i = 0; i < 8; ++i)
    reinterpret_cast<double*>(&numbers)[i] = static_cast<double>(reinterpret_cast<const std::int64_t*>(&integers)[i]);
  return numbers;
}
#endif

#ifndef _mm512_srav_epi64  // likewise
inline simde__m512i _mm512_srav_epi64(simde__m512i numbers, simde__m512i by) {
  for (int i = 0; i < 8; ++i)
    reinterpret_cast<std::int64_t*>(&numbers)[i] >>= reinterpret_cast<const std::int64_t*>(&by)[i];
  return numbers;
}
#endif

#define TRIPLINE_EMULATED_SIMD
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <random>
#include <span>

#include "rt/core/can/decode_kernel.hpp"
#include "rt/core/can/lanes_avx512.hpp"
#include "rt/core/can/lanes_neon.hpp"

namespace tripline {
namespace {

/// Lanes as the plan's builder makes them, of random layouts.
LaneGroup random_group(std::mt19937& random) {
  LaneGroup group;
  const auto below = [&random](std::size_t limit) { return static_cast<std::uint8_t>(random() % limit); };
  for (std::size_t lane = 0; lane < LaneGroup::kLanes; ++lane) {
    if (lane % 2 == 0) group.window[lane / 2] = below(49);
    const std::uint8_t load = static_cast<std::uint8_t>(group.window[lane / 2] + below(9));
    const std::uint8_t length = static_cast<std::uint8_t>(1 + below(kLaneBits));
    group.load[lane] = load;
    group.big_endian[lane] = below(2) == 0;
    group.left[lane] = below(65U - length);
    group.right[lane] = 64U - length;
    const bool is_signed = below(2) == 0;
    group.sign[lane] = is_signed ? std::uint64_t{1} << (length - 1U) : 0;
    group.mask[lane] = is_signed ? ~std::uint64_t{0} : ~std::uint64_t{0} >> group.right[lane];
    group.scale[lane] = 0.01 * (1 + below(200));
    group.offset[lane] = 100.0 - below(200);
    for (std::uint8_t i = 0; i < 8; ++i) {
      const std::uint8_t byte = static_cast<std::uint8_t>(load + (group.big_endian[lane] ? 7 - i : i));
      group.permute[lane * 8 + i] = byte;
      group.shuffle[lane * 8 + i] = static_cast<std::uint8_t>(byte - group.window[lane / 2]);
    }
  }
  return group;
}

struct Lanes {
  std::array<double, 32> value{};
  std::array<std::uint64_t, 32> raw{};
};

Lanes run(LaneKernel kernel, std::span<const LaneGroup> groups, std::uint32_t count, const std::uint8_t* payload) {
  Lanes lanes;
  kernel(groups.data(), count, payload, lanes.value.data(), lanes.raw.data());
  return lanes;
}

void expect_same(const Lanes& got, const Lanes& expected, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    EXPECT_EQ(got.raw[i], expected.raw[i]) << i;
    EXPECT_EQ(std::bit_cast<std::uint64_t>(got.value[i]), std::bit_cast<std::uint64_t>(expected.value[i])) << i;
  }
}

TEST(EmulatedKernels, GiveTheBitsOfThePortableOne) {
  const LaneKernel portable = decode_kernels().front().run;
  std::mt19937 random(3);
  for (int round = 0; round < 2000 && !::testing::Test::HasFailure(); ++round) {
    const std::array<LaneGroup, 3> groups{random_group(random), random_group(random), random_group(random)};
    const auto count = static_cast<std::uint32_t>(1 + random() % 24);
    std::array<std::uint8_t, 64> payload;
    for (std::uint8_t& byte : payload) byte = static_cast<std::uint8_t>(random());
    SCOPED_TRACE(round);
    const Lanes expected = run(portable, groups, count, payload.data());
    expect_same(run(lanes_avx512, groups, count, payload.data()), expected, count);
    expect_same(run(lanes_neon, groups, count, payload.data()), expected, count);
  }
}

}  // namespace
}  // namespace tripline
