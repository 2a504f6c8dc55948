#include "hw/socketcan/can_receiver.hpp"

#include <gtest/gtest.h>
#include <linux/can/error.h>
#include <linux/errqueue.h>
#include <netinet/in.h>

#include <array>
#include <cstring>
#include <initializer_list>

#include "rt/base/unique_fd.hpp"

namespace tripline {
namespace {

canfd_frame raw_frame(std::uint32_t id, std::initializer_list<std::uint8_t> data, std::uint8_t flags = 0) {
  canfd_frame raw{};
  raw.can_id = id;
  raw.len = static_cast<std::uint8_t>(data.size());
  raw.flags = flags;
  std::copy(data.begin(), data.end(), raw.data);
  return raw;
}

TEST(ToCanFrame, TakesAClassicFrame) {
  CanFrame frame;
  frame.data.fill(0xAA);
  ASSERT_TRUE(to_can_frame(raw_frame(0x123, {1, 2, 3}), CAN_MTU, frame));
  EXPECT_EQ(frame.id, 0x123U);
  EXPECT_EQ(frame.flags, 0);
  EXPECT_EQ(frame.length, 3);
  EXPECT_EQ(frame.data[2], 3);
  EXPECT_EQ(frame.data[3], 0);
  EXPECT_EQ(frame.data[63], 0);
}

TEST(ToCanFrame, TellsExtendedIdsByTheFlagBit) {
  CanFrame frame;
  ASSERT_TRUE(to_can_frame(raw_frame(0x123 | CAN_EFF_FLAG, {}), CAN_MTU, frame));
  EXPECT_EQ(frame.can_id(), CanId(0x123, true));
}

TEST(ToCanFrame, GivesARemoteFrameNoData) {
  CanFrame frame;
  ASSERT_TRUE(to_can_frame(raw_frame(0x123 | CAN_RTR_FLAG, {9, 9}), CAN_MTU, frame));
  EXPECT_EQ(frame.flags, kCanRemote);
  EXPECT_EQ(frame.length, 2);
  EXPECT_EQ(frame.data[0], 0);
}

TEST(ToCanFrame, TakesAnFdFrameWithItsFlags) {
  canfd_frame raw = raw_frame(0x7, {1}, CANFD_BRS | CANFD_ESI);
  raw.len = 64;
  raw.data[63] = 0x5A;
  CanFrame frame;
  ASSERT_TRUE(to_can_frame(raw, CANFD_MTU, frame));
  EXPECT_EQ(frame.flags, kCanFd | kCanBitRateSwitch | kCanErrorStateIndicator);
  EXPECT_EQ(frame.length, 64);
  EXPECT_EQ(frame.data[63], 0x5A);
}

TEST(ToCanFrame, CutsALengthThatTheFrameCannotHave) {
  canfd_frame raw = raw_frame(0x7, {});
  raw.len = 200;
  CanFrame frame;
  ASSERT_TRUE(to_can_frame(raw, CAN_MTU, frame));
  EXPECT_EQ(frame.length, 8);
  ASSERT_TRUE(to_can_frame(raw, CANFD_MTU, frame));
  EXPECT_EQ(frame.length, 64);
}

TEST(ToCanFrame, RefusesAnythingOfAnotherSize) {
  CanFrame frame;
  EXPECT_FALSE(to_can_frame(raw_frame(0x7, {}), CAN_MTU - 1, frame));
  EXPECT_FALSE(to_can_frame(raw_frame(0x7, {}), 0, frame));
}

TEST(IsBusOff, LooksAtErrorFramesOnly) {
  CanFrame frame;
  ASSERT_TRUE(to_can_frame(raw_frame(CAN_ERR_FLAG | CAN_ERR_BUSOFF, {}), CAN_MTU, frame));
  EXPECT_EQ(frame.flags, kCanErrorFrame);
  EXPECT_TRUE(is_bus_off(frame));
  ASSERT_TRUE(to_can_frame(raw_frame(CAN_ERR_FLAG | CAN_ERR_CRTL, {}), CAN_MTU, frame));
  EXPECT_FALSE(is_bus_off(frame));
  ASSERT_TRUE(to_can_frame(raw_frame(CAN_ERR_BUSOFF, {}), CAN_MTU, frame));
  EXPECT_FALSE(is_bus_off(frame));
}

/// Control data as the kernel lays it out: three stamps, and perhaps the drop counter.
class ControlData {
 public:
  ControlData(const timespec& software, const timespec& hardware) {
    header_.msg_control = bytes_.data();
    header_.msg_controllen = CMSG_SPACE(sizeof(scm_timestamping)) + CMSG_SPACE(sizeof(std::uint32_t));
    const scm_timestamping stamps{{software, {}, hardware}};
    const std::uint32_t drops = 9;
    put(CMSG_FIRSTHDR(&header_), SCM_TIMESTAMPING, &stamps, sizeof stamps);
    put(CMSG_NXTHDR(&header_, CMSG_FIRSTHDR(&header_)), SO_RXQ_OVFL, &drops, sizeof drops);
  }
  ReceiveNotes notes() { return read_notes(header_); }

 private:
  static void put(cmsghdr* control, int type, const void* data, std::size_t size) {
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = type;
    control->cmsg_len = CMSG_LEN(size);
    std::memcpy(CMSG_DATA(control), data, size);
  }
  alignas(cmsghdr) std::array<std::byte, 128> bytes_{};
  msghdr header_{};
};

TEST(ReceiveNotes, HaveBothStampsWhereTheControllerStamps) {
  const auto notes = ControlData({100, 5}, {7, 9}).notes();
  EXPECT_EQ(notes.software_stamp, nanoseconds(100'000'000'005));
  EXPECT_EQ(notes.hardware_stamp, nanoseconds(7'000'000'009));
  EXPECT_EQ(notes.drops, 9U);
}

TEST(ReceiveNotes, HaveNoHardwareStampWhereTheControllerHasNone) {
  const auto notes = ControlData({100, 5}, {0, 0}).notes();
  EXPECT_TRUE(notes.software_stamp);
  EXPECT_FALSE(notes.hardware_stamp);
}

// The kernel stamps, counts and delivers datagrams of any family alike, so UDP stands in for a machine without CAN.
class CanReceiverOverUdp : public testing::Test {
 protected:
  void SetUp() override {
    receiving_.reset(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sending_.reset(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(receiving_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(::getsockname(receiving_.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    ASSERT_EQ(::connect(sending_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_TRUE(CanReceiver::prepare(receiving_.get()));
  }

  void send(const canfd_frame& raw, std::size_t bytes = CAN_MTU) {
    ASSERT_EQ(::send(sending_.get(), &raw, bytes, 0), static_cast<ssize_t>(bytes));
  }

  CanRead receive() { return receiver_.receive(receiving_.get(), frames_); }

  UniqueFd receiving_;
  UniqueFd sending_;
  CanReceiver receiver_;
  std::array<CanFrame, 100> frames_;
};

TEST_F(CanReceiverOverUdp, ReturnsNothingWhenNothingIsThere) {
  const CanRead read = receive();
  EXPECT_EQ(read.status, CanReadStatus::kOk);
  EXPECT_EQ(read.count, 0U);
}

TEST_F(CanReceiverOverUdp, TakesABatchInOrderStampedByTheKernel) {
  const MonoTime before = MonoClock::now();
  for (std::uint8_t i = 0; i < 3; ++i) send(raw_frame(0x100U + i, {i}));
  const CanRead read = receive();
  ASSERT_EQ(read.count, 3U);
  EXPECT_EQ(read.dropped, 0U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(frames_[i].id, 0x100 + i);
    // Both clocks were read a moment apart: a millisecond covers that.
    EXPECT_GE(frames_[i].time, before - std::chrono::milliseconds(1));
    EXPECT_LE(frames_[i].time, MonoClock::now());
    if (i > 0) {
      EXPECT_GE(frames_[i].time, frames_[i - 1].time);
    }
  }
}

TEST_F(CanReceiverOverUdp, PassesOverWhatIsNoCanFrame) {
  send(raw_frame(0x1, {}), 5);
  send(raw_frame(0x2, {}));
  const CanRead read = receive();
  ASSERT_EQ(read.count, 1U);
  EXPECT_EQ(frames_[0].id, 0x2U);
}

TEST_F(CanReceiverOverUdp, CountsWhatTheKernelDropped) {
  constexpr std::size_t kSent = 200;
  const int small = 1;  // the kernel makes it its minimum
  ASSERT_EQ(::setsockopt(receiving_.get(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small), 0);
  for (std::size_t i = 0; i < kSent; ++i) send(raw_frame(0x1, {}));
  std::size_t taken = 0;
  std::uint64_t dropped = 0;
  for (CanRead read = receive(); read.count > 0; read = receive()) {
    taken += read.count;
    dropped += read.dropped;
  }
  send(raw_frame(0x1, {}));  // the counter comes with the next frame
  dropped += receive().dropped;
  EXPECT_LT(taken, kSent);
  EXPECT_EQ(taken + dropped, kSent);
}

TEST_F(CanReceiverOverUdp, SaysLostOnABusOffFrameAndStillDeliversIt) {
  send(raw_frame(0x1, {}));
  send(raw_frame(CAN_ERR_FLAG | CAN_ERR_BUSOFF, {}));
  const CanRead read = receive();
  EXPECT_EQ(read.status, CanReadStatus::kLost);
  EXPECT_EQ(read.loss, CanLoss::kBusOff);
  EXPECT_EQ(read.count, 2U);
}

TEST_F(CanReceiverOverUdp, SaysLostWhenTheSocketIsGone) {
  receiving_.reset();
  EXPECT_EQ(receive().status, CanReadStatus::kLost);
}

}  // namespace
}  // namespace tripline
