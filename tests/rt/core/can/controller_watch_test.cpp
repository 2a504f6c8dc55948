// Error frames as the kernel writes them become the state of the controller.
#include "rt/core/can/controller_watch.hpp"

#include <gtest/gtest.h>

#include "rt/port/can_error.hpp"

namespace tripline {
namespace {

CanFrame error_frame(std::uint32_t id, std::uint8_t controller = 0, std::uint8_t transmit = 0,
                     std::uint8_t receive = 0) {
  CanFrame frame;
  frame.id = id;
  frame.flags = kCanErrorFrame;
  frame.length = can_error::kLength;
  frame.data[can_error::kControllerByte] = controller;
  frame.data[can_error::kTransmitErrorsByte] = transmit;
  frame.data[can_error::kReceiveErrorsByte] = receive;
  return frame;
}

TEST(ControllerWatch, KnowsNothingAtFirst) {
  const ControllerWatch watch;
  EXPECT_EQ(watch.state(), CanController::kUnknown);
  EXPECT_EQ(watch.transmit_errors(), ControllerWatch::kNotTold);
}

TEST(ControllerWatch, FollowsFaultConfinementUpAndDown) {
  ControllerWatch watch;
  watch.on_error_frame(error_frame(can_error::kController, 0x04));
  EXPECT_EQ(watch.state(), CanController::kErrorWarning);
  watch.on_error_frame(error_frame(can_error::kController, 0x20));
  EXPECT_EQ(watch.state(), CanController::kErrorPassive);
  watch.on_error_frame(error_frame(can_error::kBusOff));
  EXPECT_EQ(watch.state(), CanController::kBusOff);
  watch.on_error_frame(error_frame(can_error::kRestarted));
  EXPECT_EQ(watch.state(), CanController::kErrorActive);
  watch.on_error_frame(error_frame(can_error::kController, 0x08));
  watch.on_error_frame(error_frame(can_error::kController, can_error::kActive));
  EXPECT_EQ(watch.state(), CanController::kErrorActive);
}

TEST(ControllerWatch, TakesCountersOnlyWhereTheFrameSaysThatItHasThem) {
  ControllerWatch watch;
  watch.on_error_frame(error_frame(can_error::kController, 0x10, 7, 130));
  EXPECT_EQ(watch.receive_errors(), ControllerWatch::kNotTold);
  watch.on_error_frame(error_frame(can_error::kHasCounters, 0, 7, 130));
  EXPECT_EQ(watch.state(), CanController::kErrorPassive) << "what is not said stays";
  EXPECT_EQ(watch.transmit_errors(), 7);
  EXPECT_EQ(watch.receive_errors(), 130);
}

TEST(ControllerWatch, LeavesTheStateWhereAFrameSaysNothingOfIt) {
  ControllerWatch watch;
  watch.on_error_frame(error_frame(can_error::kController, can_error::kReceiveOverflow));
  EXPECT_EQ(watch.state(), CanController::kUnknown);
}

}  // namespace
}  // namespace tripline
