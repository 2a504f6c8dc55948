// Filters, error frames and lost interfaces of the real bus on the virtual rig: needs the interface vcan0.
#include "hw/socketcan/socket_can.hpp"

#include <gtest/gtest.h>
#include <linux/can.h>
#include <linux/can/error.h>
#include <unistd.h>

#include <array>
#include <vector>

#include "hw/socketcan/can_socket.hpp"
#include "rt/base/limits.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

class SocketCanOnRig : public testing::Test {
 protected:
  void SetUp() override {
    auto talker = open_can_socket({.interface = "vcan0"});
    if (!talker) GTEST_SKIP() << talker.error().message;
    talker_ = std::move(talker->fd);
  }
  void listen(std::vector<CanFilter> filters) {
    SocketCanOptions options;
    options.interface = "vcan0";
    options.filters = std::move(filters);
    bus_ = SocketCan::create(options).value();
  }
  void say(std::uint32_t id) {
    can_frame frame{};
    frame.can_id = id;
    frame.can_dlc = 8;
    ASSERT_EQ(::write(talker_.get(), &frame, sizeof frame), static_cast<ssize_t>(sizeof frame));
  }
  /// What came of what was said: vcan delivers within the write, so nothing is still on its way.
  std::vector<CanFrame> heard() {
    std::array<CanFrame, 32> frames;
    last_ = bus_->read(frames, 1s);
    return {frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(last_.count)};
  }

  UniqueFd talker_;
  std::unique_ptr<SocketCan> bus_;
  CanRead last_;
};

TEST_F(SocketCanOnRig, LetsTheIdsOfItsFiltersPassAlone) {
  listen({{CanId(0x123, false), 0x7FF}, {CanId(0x18FEF100, true), 0x03FFFF00}});
  say(0x123);
  say(0x124);
  say(0x123 | CAN_EFF_FLAG);
  say(0x0CFEF117 | CAN_EFF_FLAG);  // the same group from another sender, with another priority
  say(0x18FEF200 | CAN_EFF_FLAG);
  const auto frames = heard();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].can_id(), CanId(0x123, false));
  EXPECT_EQ(frames[1].can_id(), CanId(0x0CFEF117, true));
  EXPECT_NE(bus_->info().detail.find("2 ids of the DBC files alone"), std::string::npos);
}

TEST_F(SocketCanOnRig, LetsErrorFramesPassWhateverTheFilters) {
  listen({{CanId(0x123, false), 0x7FF}});
  say(CAN_ERR_FLAG | CAN_ERR_CRTL);
  const auto frames = heard();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].flags, kCanErrorFrame);
}

TEST_F(SocketCanOnRig, TakesAsManyFiltersAsTheKernelAndBeyondThemEverything) {
  std::vector<CanFilter> filters;
  for (std::uint32_t id = 0; id < limits::kCanFilters; ++id) filters.push_back({CanId(id, false), 0x7FF});
  listen(filters);
  say(0x700);
  say(0x1FF);
  EXPECT_EQ(heard().size(), 1U);
  filters.push_back({CanId(0x600, false), 0x7FF});
  listen(filters);
  say(0x700);
  EXPECT_EQ(heard().size(), 1U);
  EXPECT_NE(bus_->info().detail.find("at most 512 ids, not 513"), std::string::npos);
}

TEST_F(SocketCanOnRig, IsLostByABusOffFrameAndComesBack) {
  listen({});
  say(CAN_ERR_FLAG | CAN_ERR_BUSOFF);
  EXPECT_EQ(heard().size(), 1U);
  EXPECT_EQ(last_.status, CanReadStatus::kLost);
  EXPECT_EQ(last_.loss, CanLoss::kBusOff);
  ASSERT_TRUE(bus_->reopen());
  say(0x1);
  EXPECT_EQ(heard().size(), 1U);
}

TEST_F(SocketCanOnRig, StampsFramesInTheKernel) {
  listen({});
  const MonoTime before = MonoClock::now();
  say(0x1);
  const MonoTime after = MonoClock::now();
  const auto frames = heard();
  ASSERT_EQ(frames.size(), 1U);
  // The kernel's realtime and ours are read a moment apart: a millisecond covers that.
  EXPECT_GE(frames[0].time, before - 1ms);
  EXPECT_LE(frames[0].time, after + 1ms);
}

}  // namespace
}  // namespace tripline
