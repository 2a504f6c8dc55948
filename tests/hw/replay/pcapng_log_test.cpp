// pcapng files of several interfaces and sections, in both byte orders.
#include "hw/replay/pcapng_log.hpp"

#include <gtest/gtest.h>

#include "rt/base/limits.hpp"
#include "tests/hw/replay/capture_bytes.hpp"
#include "tests/hw/replay/read_log.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::can_bytes;
using test::CaptureBytes;
using test::read_log;

constexpr std::uint16_t kName = 2;
constexpr std::uint16_t kResolution = 9;
constexpr std::uint16_t kOffset = 14;

class PcapngLogTest : public testing::TestWithParam<bool> {
 protected:
  std::string frame_block(std::uint32_t interface_number = 0, std::uint64_t ticks = 1) const {
    return make_.packet_block(interface_number, ticks, can_bytes(0x123, "123"));
  }
  CaptureBytes make_{GetParam()};
};

TEST_P(PcapngLogTest, ReadsSeveralInterfacesWithNamesAndClocks) {
  const auto log = read_log(make_.section() + make_.interface(227, make_.option(kName, "vcan0") + make_.option(0, "")) +
                            make_.interface(227, make_.option(kName, "can 1") + make_.option(kResolution, "\x09") +
                                                     make_.option(kOffset, make_.number(100, 8))) +
                            make_.interface(227, make_.option(kResolution, "\x8A")) + frame_block(0, 2'000'001) +
                            frame_block(1, 1'000'000'001) + frame_block(2, 1536));
  ASSERT_EQ(log.error, "");
  ASSERT_EQ(log.frames.size(), 3U);
  EXPECT_EQ(log.clock, LogClock::kEpoch);
  EXPECT_EQ(log.frames[0].bus, "vcan0");
  EXPECT_EQ(log.frames[0].time, 2s + 1us);
  EXPECT_EQ(log.frames[0].payload(), (std::vector<int>{'1', '2', '3'}));
  EXPECT_EQ(log.frames[1].bus, "can_1");
  EXPECT_EQ(log.frames[1].time, 101s + 1ns);
  EXPECT_EQ(log.frames[2].bus, "can2");
  EXPECT_EQ(log.frames[2].time, 1500ms);
}

TEST_P(PcapngLogTest, PassesOverWhatIsNoCanFrame) {
  const auto log = read_log(make_.section() + make_.interface(1) + make_.interface(227) + frame_block(0) +
                            make_.block(3, make_.u32(4) + "data") + make_.block(4, "names") +
                            make_.block(0xBAD, std::string(400'000, 'x')) + frame_block(1));
  ASSERT_EQ(log.error, "");
  EXPECT_EQ(log.frames.size(), 1U);
  EXPECT_EQ(log.passed_over, 2U);
}

TEST_P(PcapngLogTest, ReadsObsoletePacketBlocks) {
  const std::string packet = can_bytes(0x123, "1");
  const auto log = read_log(make_.section() + make_.interface(227) +
                            make_.block(2, make_.u16(0) + make_.u16(9) + make_.u32(0) + make_.u32(7) +
                                               make_.u32(packet.size()) + make_.u32(packet.size()) + packet));
  ASSERT_EQ(log.frames.size(), 1U) << log.error;
  EXPECT_EQ(log.frames[0].time, 7us);
}

TEST_P(PcapngLogTest, BeginsAnewWithEverySection) {
  const CaptureBytes other(!GetParam());
  const auto log = read_log(make_.section() + make_.interface(227, make_.option(kName, "a")) + frame_block() +
                            other.section() + other.interface(227, other.option(kName, "b")) +
                            other.packet_block(0, 1, can_bytes(1, "")) + other.packet_block(1, 1, can_bytes(1, "")));
  ASSERT_EQ(log.frames.size(), 2U);
  EXPECT_EQ(log.frames[1].bus, "b");
  EXPECT_NE(log.error.find("expected an interface that a block before it describes"), std::string::npos) << log.error;
}

TEST_P(PcapngLogTest, NamesTheByteOfWhatIsMalformed) {
  const std::string head = make_.section() + make_.interface(227);
  std::string short_trail = frame_block();
  short_trail.replace(short_trail.size() - 4, 4, make_.u32(12));
  std::string many = make_.section();
  for (std::size_t i = 0; i <= limits::kCaptureInterfaces; ++i) many += make_.interface(227);
  const std::pair<std::string, const char*> cases[] = {
      {make_.section().substr(0, 11), "log: byte 0: expected a block of 12 bytes, the file ends"},
      {make_.block(0x0A0D0D0A, "12345678"), "log: byte 8: expected the byte order 1A2B3C4D"},
      {make_.block(0x0A0D0D0A, make_.u32(0x1A2B3C4D) + make_.u16(2) + std::string(10, '\0')), "expected version 1"},
      {head + make_.u32(5) + make_.u32(13) + "12345", "log: byte 52: expected the length of a block: at least 12"},
      {head + make_.u32(5) + make_.u32(16) + "1234", "log: byte 48: expected a block of 16 bytes, the file ends"},
      {head + make_.u32(1) + make_.u32(1U << 20) + "1234", "log: byte 52: expected a block of at most 131072 bytes"},
      {head + frame_block().substr(0, 20), "log: byte 48: expected a block of 44 bytes, the file ends"},
      {head + frame_block().substr(0, 40), "log: byte 48: expected a block of 44 bytes, the file ends"},
      {head + short_trail, "log: byte 88: expected the length of the block once more"},
      {head + make_.block(6, "1234"), "log: byte 48: expected a block of 16 bytes, the file ends"},
      {head + make_.block(6, "1234") + std::string(40, '\0'), "log: byte 52: expected a packet block of at least 32"},
      {head + frame_block(1), "log: byte 56: expected an interface that a block before it describes"},
      {head + make_.block(3, make_.u32(4) + "data"), "log: byte 48: expected a packet block with a time"},
      {head + make_.block(6, std::string(12, '\0') + make_.u32(999) + make_.u32(999)), "a packet that ends within"},
      {head + frame_block(0, ~0ULL), "log: byte 60: expected a time from 1970 to 2261"},
      {head + make_.packet_block(0, 1, can_bytes(0x800, "")), "log: byte 76: expected an id up to 7FF"},
      {head + make_.block(1, make_.u16(227)), "expected an interface block of at least 20 bytes"},
      {head + make_.interface(227, make_.u16(2) + make_.u16(99)), "expected an option that ends within its block"},
      {head + make_.interface(227, make_.option(kResolution, "\x20")), "expected a resolution of one byte"},
      {many, "expected at most 256 interfaces"},
  };
  for (const auto& [bytes, error] : cases) {
    const auto log = read_log(bytes);
    EXPECT_EQ(log.code, ExitCode::kBadData) << error;
    EXPECT_NE(log.error.find(error), std::string::npos) << error << ", but: " << log.error;
  }
}

INSTANTIATE_TEST_SUITE_P(ByteOrders, PcapngLogTest, testing::Bool(),
                         [](const auto& order) { return order.param ? "Big" : "Little"; });

}  // namespace
}  // namespace tripline
