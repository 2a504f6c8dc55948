// pcap files in both byte orders, of every link type that carries CAN.
#include "hw/replay/pcap_log.hpp"

#include <gtest/gtest.h>

#include "tests/hw/replay/capture_bytes.hpp"
#include "tests/hw/replay/read_log.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::can_bytes;
using test::CaptureBytes;
using test::read_log;

constexpr std::uint32_t kNanoseconds = 0xA1B23C4DU;
constexpr std::uint16_t kArphrdCan = 280;

class PcapLogTest : public testing::TestWithParam<bool> {
 protected:
  CaptureBytes make_{GetParam()};
};

TEST_P(PcapLogTest, ReadsFramesOfSocketCan) {
  const auto log = read_log(make_.pcap_header(227) + make_.pcap_record(100, 5, can_bytes(0x99F0142B, "\1\2\3")) +
                            make_.pcap_record(101, 6, can_bytes(0x123, "12345678")) +
                            make_.pcap_record(102, 7, can_bytes(0x40000123, "")) +
                            make_.pcap_record(103, 8, can_bytes(0x20000080, "12345678")));
  ASSERT_EQ(log.error, "");
  ASSERT_EQ(log.frames.size(), 4U);
  EXPECT_EQ(log.clock, LogClock::kEpoch);
  EXPECT_EQ(log.frames[0].time, 100s + 5us);
  EXPECT_EQ(log.frames[0].time_text, "100.000005");
  EXPECT_EQ(log.frames[0].bus, "can0");
  EXPECT_EQ(log.frames[0].frame.can_id(), CanId(0x19F0142B, true));
  EXPECT_EQ(log.frames[0].payload(), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(log.frames[1].frame.can_id(), CanId(0x123));
  EXPECT_EQ(log.frames[2].frame.flags, kCanRemote);
  EXPECT_EQ(log.frames[3].frame.flags, kCanErrorFrame);
}

TEST_P(PcapLogTest, ReadsNanoseconds) {
  const auto log =
      read_log(make_.pcap_header(227, kNanoseconds) + make_.pcap_record(100, 123'456'789, can_bytes(1, "")));
  ASSERT_EQ(log.frames.size(), 1U) << log.error;
  EXPECT_EQ(log.frames[0].time_text, "100.123456789");
}

TEST_P(PcapLogTest, TellsFdFramesByFlagSizeOrLength) {
  const auto log = read_log(make_.pcap_header(227) + make_.pcap_record(1, 0, can_bytes(1, "1234", 4 | 1)) +
                            make_.pcap_record(1, 0, can_bytes(1, "1234", 2) + std::string(60, '\0')) +
                            make_.pcap_record(1, 0, can_bytes(1, "123456789012")));
  ASSERT_EQ(log.frames.size(), 3U) << log.error;
  EXPECT_EQ(log.frames[0].frame.flags, kCanFd | kCanBitRateSwitch);
  EXPECT_EQ(log.frames[1].frame.flags, kCanFd | kCanErrorStateIndicator);
  EXPECT_EQ(log.frames[1].frame.length, 4);
  EXPECT_EQ(log.frames[2].frame.flags, kCanFd);
}

TEST_P(PcapLogTest, ReadsCookedCapturesAndPassesOverWhatIsNoCan) {
  const std::string frame = can_bytes(0x80000123, "12", 0, make_);
  const auto cooked =
      read_log(make_.pcap_header(113) + make_.pcap_record(1, 0, test::cooked_header(kArphrdCan, 0x0C) + frame) +
               make_.pcap_record(1, 0, test::cooked_header(kArphrdCan, 0x0D) + frame) +
               make_.pcap_record(1, 0, test::cooked_header(1, 0x0800) + "IP"));
  ASSERT_EQ(cooked.error, "");
  ASSERT_EQ(cooked.frames.size(), 2U);
  EXPECT_EQ(cooked.frames[0].frame.can_id(), CanId(0x123, true));
  EXPECT_EQ(cooked.frames[1].frame.flags, kCanExtended | kCanFd);
  EXPECT_EQ(cooked.passed_over, 1U);
  const auto cooked2 =
      read_log(make_.pcap_header(276) + make_.pcap_record(1, 0, test::cooked2_header(kArphrdCan, 0x0C) + frame));
  ASSERT_EQ(cooked2.frames.size(), 1U) << cooked2.error;
  EXPECT_EQ(cooked2.frames[0].frame.can_id(), CanId(0x123, true));
  EXPECT_EQ(cooked2.frames[0].bus, "if3");
}

TEST_P(PcapLogTest, PassesOverCanXl) {
  const auto log =
      read_log(make_.pcap_header(227) + make_.pcap_record(1, 0, std::string(4, '\0') + "\x80" + std::string(20, 'x')));
  EXPECT_EQ(log.error, "");
  EXPECT_EQ(log.passed_over, 1U);
}

TEST_P(PcapLogTest, NamesTheByteOfWhatIsMalformed) {
  const std::string head = make_.pcap_header(227);
  const std::string good = make_.pcap_record(1, 0, can_bytes(1, "12345678"));
  const std::pair<std::string, const char*> cases[] = {
      {head.substr(0, 20), "log: byte 0: expected the 24 bytes of a pcap header, the file ends"},
      {make_.pcap_header(1), "log: byte 20: expected link type 227 (SocketCAN), 113 or 276 (Linux cooked), not 1"},
      {head + good + good.substr(0, 10), "log: byte 56: expected the 16 bytes before a packet, the file ends"},
      {head + good.substr(0, 30), "log: byte 24: expected a packet of 16 bytes, the file ends"},
      {head + make_.u32(1) + make_.u32(0) + make_.u32(~0U) + make_.u32(0),
       "log: byte 32: expected a packet of at most 131056 bytes"},
      {head + make_.pcap_record(1, 1'000'000, can_bytes(1, "")), "log: byte 28: expected a fraction of a second"},
      {head + make_.pcap_record(1, 0, "1234567"), "log: byte 40: expected the 8 bytes before the payload"},
      {head + make_.pcap_record(1, 0, can_bytes(0x800, "")), "log: byte 40: expected an id up to 7FF"},
      {head + make_.pcap_record(1, 0, can_bytes(1, std::string(65, 'x'))), "log: byte 44: expected a length of at"},
      {head + make_.pcap_record(1, 0, can_bytes(1, "12").substr(0, 9)), "log: byte 48: expected a payload as long"},
  };
  for (const auto& [bytes, error] : cases) {
    const auto log = read_log(bytes);
    EXPECT_EQ(log.code, ExitCode::kBadData) << error;
    EXPECT_NE(log.error.find(error), std::string::npos) << error << ", but: " << log.error;
  }
}

INSTANTIATE_TEST_SUITE_P(ByteOrders, PcapLogTest, testing::Bool(),
                         [](const auto& order) { return order.param ? "Big" : "Little"; });

}  // namespace
}  // namespace tripline
