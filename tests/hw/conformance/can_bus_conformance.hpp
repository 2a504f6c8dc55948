// What every CanBus must do, twin or real, seen through the port alone. A device's test instantiates the suite:
//   INSTANTIATE_TEST_SUITE_P(SimCar, CanBusConformance, testing::Values(CanBusUnderTest{"seed1", [] { return …; }}),
//                            can_bus_name);
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "rt/port/can_bus.hpp"

namespace tripline {

struct CanBusUnderTest {
  std::string name;  ///< letters and digits
  std::function<Result<std::unique_ptr<CanBus>>()> open;
  std::size_t frames = 50;  ///< that the bus is sure to carry within a few seconds; 0: it may be silent
};

inline std::string can_bus_name(const testing::TestParamInfo<CanBusUnderTest>& info) { return info.param.name; }

/// Skips, with the device's own words, where the device is not there.
class CanBusConformance : public testing::TestWithParam<CanBusUnderTest> {
 protected:
  void SetUp() override {
    auto opened = GetParam().open();
    if (!opened && opened.error().code == ExitCode::kNoDevice) GTEST_SKIP() << opened.error().message;
    ASSERT_TRUE(opened) << opened.error().message;
    bus_ = std::move(*opened);
  }

  /// Reads in small bites until the promised frames are there, the bus ends, or 20 s are over.
  std::vector<CanFrame> collect() {
    std::vector<CanFrame> all;
    std::array<CanFrame, 7> bite;
    bite.fill(poison());
    const MonoTime give_up = MonoClock::now() + std::chrono::seconds(20);
    while (all.size() < GetParam().frames && MonoClock::now() < give_up) {
      const CanRead read = bus_->read(bite, std::chrono::milliseconds(100));
      EXPECT_LE(read.count, bite.size());
      all.insert(all.end(), bite.begin(), bite.begin() + static_cast<std::ptrdiff_t>(read.count));
      if (read.status != CanReadStatus::kOk) break;
      bite.fill(poison());
    }
    EXPECT_GE(all.size(), GetParam().frames);
    return all;
  }

  /// What a read() must overwrite entirely.
  static CanFrame poison() {
    CanFrame frame;
    frame.length = 0xFF;
    frame.flags = 0xFF;
    frame.data.fill(0xAA);
    return frame;
  }

  std::unique_ptr<CanBus> bus_;
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CanBusConformance);

TEST_P(CanBusConformance, SaysWhatItIs) {
  EXPECT_FALSE(bus_->info().name.empty());
  EXPECT_FALSE(bus_->info().detail.empty());
}

TEST_P(CanBusConformance, DeliversFramesInOrderOfArrival) {
  const std::vector<CanFrame> frames = collect();
  const auto earlier = [](const CanFrame& a, const CanFrame& b) { return a.time < b.time; };
  EXPECT_TRUE(std::is_sorted(frames.begin(), frames.end(), earlier));
}

TEST_P(CanBusConformance, DeliversWellFormedFrames) {
  for (const CanFrame& frame : collect()) {
    ASSERT_LE(frame.length, (frame.flags & kCanFd) != 0 ? 64 : 8);
    EXPECT_LE(frame.id, (frame.flags & kCanExtended) != 0 ? 0x1FFFFFFFU : 0x7FFU);
    const auto beyond = frame.data.begin() + frame.length;
    EXPECT_TRUE(std::all_of(beyond, frame.data.end(), [](std::uint8_t byte) { return byte == 0; }));
  }
}

TEST_P(CanBusConformance, ReturnsAtOnceWithoutAWait) {
  std::array<CanFrame, 4> frames;
  for (int i = 0; i < 100; ++i) {
    const CanRead read = bus_->read(frames, nanoseconds(0));
    EXPECT_LE(read.count, frames.size());
    if (read.status != CanReadStatus::kOk) break;
  }
}

TEST_P(CanBusConformance, ReturnsFromAnEmptySpan) { EXPECT_EQ(bus_->read({}, std::chrono::milliseconds(1)).count, 0U); }

TEST_P(CanBusConformance, StaysInterruptedFromTheFirstInterruptOn) {
  bus_->interrupt();
  std::array<CanFrame, 4> frames;
  // Each of these would wait for hours, and the test would run into its time-out.
  for (int i = 0; i < 3; ++i) EXPECT_LE(bus_->read(frames, std::chrono::hours(5)).count, frames.size());
}

TEST_P(CanBusConformance, WakesAReaderOnAnotherThread) {
  std::atomic<bool> reading{false};      // the reader sets it, the test waits for it
  std::atomic<bool> interrupted{false};  // the test sets it, the reader ends by it
  std::thread reader([&] {
    std::array<CanFrame, 4> frames;
    while (!interrupted.load()) {
      reading.store(true);
      reading.notify_one();
      if (bus_->read(frames, std::chrono::hours(5)).status == CanReadStatus::kEnded) break;
    }
  });
  reading.wait(false);
  interrupted.store(true);
  bus_->interrupt();
  reader.join();  // or the test runs into its time-out
}

}  // namespace tripline
