// What every DigitalOut must do, twin or real, seen through the port and at the pin. A device's test instantiates it:
//   INSTANTIATE_TEST_SUITE_P(SimStrobe, DigitalOutConformance, testing::Values(DigitalOutUnderTest{"sim", make_bench}),
//                            digital_out_name);
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "rt/base/result.hpp"
#include "rt/port/digital_out.hpp"

namespace tripline {

/// A line on the test bench: it can be opened, and somebody looks at the pin, also when nobody holds the line.
class DigitalOutBench {
 public:
  virtual ~DigitalOutBench() = default;
  virtual Result<std::unique_ptr<DigitalOut>> open() = 0;
  /// True when the pin is at the line's active level.
  virtual bool is_active() = 0;
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
    line_ = std::move(*opened);
  }

  std::unique_ptr<DigitalOutBench> bench_;
  std::unique_ptr<DigitalOut> line_;
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(DigitalOutConformance);

TEST_P(DigitalOutConformance, SaysWhatItIs) {
  EXPECT_FALSE(line_->info().name.empty());
  EXPECT_FALSE(line_->info().detail.empty());
}

TEST_P(DigitalOutConformance, OpensInactive) { EXPECT_FALSE(bench_->is_active()); }

TEST_P(DigitalOutConformance, StandsAtThePinWhenSetReturns) {
  for (const bool active : {true, false, true, true, false}) {
    ASSERT_TRUE(line_->set(active));
    EXPECT_EQ(bench_->is_active(), active);
  }
}

TEST_P(DigitalOutConformance, GoesInactiveWhenDestroyed) {
  ASSERT_TRUE(line_->set(true));
  ASSERT_TRUE(bench_->is_active());
  line_.reset();
  EXPECT_FALSE(bench_->is_active());
}

TEST_P(DigitalOutConformance, OpensAgainAfterItWasLetGo) {
  line_.reset();
  auto again = bench_->open();
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_TRUE((*again)->set(true));
  EXPECT_TRUE(bench_->is_active());
}

}  // namespace tripline
