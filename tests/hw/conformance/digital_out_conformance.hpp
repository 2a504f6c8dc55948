// What every DigitalOut must do, twin or real, seen through the port and at the pins. A device's test instantiates it:
//   INSTANTIATE_TEST_SUITE_P(SimStrobe, DigitalOutConformance, testing::Values(DigitalOutUnderTest{"sim", make_bench}),
//                            digital_out_name);
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "rt/base/limits.hpp"
#include "rt/base/result.hpp"
#include "rt/port/digital_out.hpp"

namespace tripline {

/// Lines on the test bench: they can be opened, and somebody looks at the pins, also when nobody holds the lines.
class DigitalOutBench {
 public:
  virtual ~DigitalOutBench() = default;
  virtual Result<std::unique_ptr<DigitalOut>> open() = 0;
  /// The lines whose pin is at the active level.
  virtual LineMask active() = 0;
};

struct DigitalOutUnderTest {
  std::string name;  ///< letters and digits
  std::function<std::unique_ptr<DigitalOutBench>()> make_bench;
};

inline std::string digital_out_name(const testing::TestParamInfo<DigitalOutUnderTest>& info) { return info.param.name; }

/// Skips, with the device's own words, where the device is not there.
class DigitalOutConformance : public testing::TestWithParam<DigitalOutUnderTest> {
 protected:
  void SetUp() override {
    bench_ = GetParam().make_bench();
    auto opened = bench_->open();
    if (!opened && opened.error().code == ExitCode::kNoDevice) GTEST_SKIP() << opened.error().message;
    ASSERT_TRUE(opened) << opened.error().message;
    out_ = std::move(*opened);
    all_ = out_->info().all();
  }

  std::unique_ptr<DigitalOutBench> bench_;
  std::unique_ptr<DigitalOut> out_;
  LineMask all_ = 0;
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(DigitalOutConformance);

TEST_P(DigitalOutConformance, SaysWhatItIs) {
  EXPECT_FALSE(out_->info().name.empty());
  EXPECT_FALSE(out_->info().detail.empty());
  EXPECT_GE(out_->info().lines.size(), 1U);
  EXPECT_LE(out_->info().lines.size(), limits::kLines);
  for (const auto& line : out_->info().lines) EXPECT_FALSE(line.empty());
}

TEST_P(DigitalOutConformance, OpensInactive) { EXPECT_EQ(bench_->active(), 0U); }

TEST_P(DigitalOutConformance, StandsAtThePinsWhenSetReturns) {
  for (const LineMask levels : {all_, LineMask{0}, all_, all_, LineMask{0}}) {
    ASSERT_TRUE(out_->set(all_, levels));
    EXPECT_EQ(bench_->active(), levels);
  }
}

TEST_P(DigitalOutConformance, LeavesTheOtherLinesAlone) {
  for (LineMask which = 0; which <= all_; ++which) {
    ASSERT_TRUE(out_->set(all_, 0));
    ASSERT_TRUE(out_->set(which, all_));
    EXPECT_EQ(bench_->active(), which) << "only those asked for rise";
    ASSERT_TRUE(out_->set(all_, all_));
    ASSERT_TRUE(out_->set(which, 0));
    EXPECT_EQ(bench_->active(), all_ & ~which) << "only those asked for fall";
  }
}

TEST_P(DigitalOutConformance, RaisesSomeAndLowersOthersInOneCall) {
  for (LineMask levels = 0; levels <= all_; ++levels) {
    ASSERT_TRUE(out_->set(all_, all_ & ~levels));
    ASSERT_TRUE(out_->set(all_, levels));
    EXPECT_EQ(bench_->active(), levels);
  }
}

TEST_P(DigitalOutConformance, GoesInactiveWhenDestroyed) {
  ASSERT_TRUE(out_->set(all_, all_));
  ASSERT_EQ(bench_->active(), all_);
  out_.reset();
  EXPECT_EQ(bench_->active(), 0U);
}

TEST_P(DigitalOutConformance, OpensAgainAfterItWasLetGo) {
  out_.reset();
  auto again = bench_->open();
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_TRUE((*again)->set(all_, all_));
  EXPECT_EQ(bench_->active(), all_);
}

}  // namespace tripline
