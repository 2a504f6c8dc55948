// Sending without a bus: what the kernel is given, and what is refused. On a bus: can_sender_rig_test.cpp.
#include "hw/socketcan/can_sender.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <random>

#include "hw/socketcan/can_receiver.hpp"

namespace tripline {
namespace {

CanFrame frame_of(std::uint32_t id, std::uint8_t flags, std::uint8_t length) {
  CanFrame frame;
  frame.id = id;
  frame.flags = flags;
  frame.length = length;
  for (std::uint8_t i = 0; i < length; ++i) frame.data[i] = static_cast<std::uint8_t>(i + 1);
  return frame;
}

TEST(ToRawFrame, IsUndoneByToCanFrame) {
  for (const int bits : {0, int{kCanExtended}, int{kCanFd}, kCanFd | kCanExtended | kCanBitRateSwitch,
                         kCanFd | kCanErrorStateIndicator}) {
    const auto flags = static_cast<std::uint8_t>(bits);
    const CanFrame sent = frame_of(0x123, flags, (flags & kCanFd) != 0 ? 64 : 8);
    canfd_frame raw;
    CanFrame seen;
    ASSERT_TRUE(to_can_frame(raw, to_raw_frame(sent, raw), seen));
    EXPECT_EQ(seen.id, sent.id);
    EXPECT_EQ(seen.flags, sent.flags);
    EXPECT_EQ(seen.length, sent.length);
    EXPECT_EQ(seen.data, sent.data);
  }
}

TEST(ToRawFrame, GivesARemoteFrameItsBit) {
  canfd_frame raw;
  EXPECT_EQ(to_raw_frame(frame_of(0x123, kCanRemote, 0), raw), CAN_MTU);
  EXPECT_EQ(raw.can_id, 0x123U | CAN_RTR_FLAG);
}

/// Two ends of a datagram socket: the kernel takes and delivers messages whole, as on a raw CAN socket.
struct Ends {
  Ends() {
    std::array<int, 2> fds{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds.data()), 0);
    near.reset(fds[0]);
    far.reset(fds[1]);
  }
  UniqueFd near;
  UniqueFd far;
};

TEST(CanSender, SendsOneMessageAFrame) {
  Ends ends;
  CanSender sender(std::move(ends.near), "can0", true);
  ASSERT_TRUE(sender.send(frame_of(0x123, 0, 2)));
  ASSERT_TRUE(sender.send(frame_of(0x18FEF100, kCanExtended | kCanFd, 12)));
  canfd_frame raw;
  ASSERT_EQ(::recv(ends.far.get(), &raw, sizeof raw, 0), static_cast<ssize_t>(CAN_MTU));
  EXPECT_EQ(raw.can_id, 0x123U);
  ASSERT_EQ(::recv(ends.far.get(), &raw, sizeof raw, 0), static_cast<ssize_t>(CANFD_MTU));
  EXPECT_EQ(raw.can_id, 0x18FEF100U | CAN_EFF_FLAG);
  EXPECT_EQ(raw.len, 12);
}

TEST(CanSender, RefusesWhatTheBusCannotCarry) {
  Ends ends;
  CanSender sender(std::move(ends.near), "can0", false);
  const auto fd = sender.send(frame_of(1, kCanFd, 12));
  ASSERT_FALSE(fd);
  EXPECT_EQ(fd.error().code, ExitCode::kUsage);
  EXPECT_NE(fd.error().message.find("can0: carries no CAN FD"), std::string::npos);
  EXPECT_FALSE(sender.send(frame_of(1, kCanErrorFrame, 8)));
}

TEST(CanSender, SaysThatTheOtherEndIsGone) {
  Ends ends;
  ends.far.reset();
  CanSender sender(std::move(ends.near), "can0", true);
  const auto sent = sender.send(frame_of(1, 0, 1));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, ExitCode::kNoDevice);
}

TEST(CanSender, SaysThatAnInterfaceIsNotThere) {
  const auto sender = CanSender::open("can-nowhere");
  ASSERT_FALSE(sender);
  EXPECT_EQ(sender.error().code, ExitCode::kNoDevice);
}

}  // namespace
}  // namespace tripline
