// A frame that is sent arrives on the bus: on the virtual rig's vcan0.
#include <gtest/gtest.h>

#include "hw/socketcan/can_sender.hpp"
#include "hw/socketcan/socket_can.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

TEST(CanSender, IsHeardByAnotherSocketOfTheBus) {
  auto listener = SocketCan::create({.interface = "vcan0"});
  if (!listener && listener.error().code == ExitCode::kNoDevice) GTEST_SKIP() << listener.error().message;
  ASSERT_TRUE(listener) << listener.error().message;
  auto sender = CanSender::open("vcan0");
  ASSERT_TRUE(sender) << sender.error().message;
  CanFrame sent;
  sent.id = 0x18FEF100;
  sent.flags = kCanExtended;
  sent.length = 3;
  sent.data = {1, 2, 3};
  ASSERT_TRUE(sender->send(sent));
  std::array<CanFrame, 8> frames;
  CanRead read;
  for (int tries = 0; tries < 10 && read.count == 0; ++tries) read = (*listener)->read(frames, 1s);
  ASSERT_GE(read.count, 1U);
  EXPECT_EQ(frames[0].can_id(), sent.can_id());
  EXPECT_EQ(frames[0].data, sent.data);
}

}  // namespace
}  // namespace tripline
