// Frames as people write them, there and back.
#include "shim/cli/can/frame_text.hpp"

#include <gtest/gtest.h>

#include "tests/shim/cli/can/captured.hpp"

namespace tripline {
namespace {

std::string text_of(const CanFrame& frame) {
  return test::captured([&](std::FILE* out) {
    OutputBuffer buffer(out);
    append_frame(buffer, frame);
    EXPECT_TRUE(buffer.flush());
  });
}

TEST(FrameText, IsTheSameAfterReadingAndWriting) {
  for (const char* text : {"123#", "7FF#0011223344556677", "00000123#AB", "1FFFFFFF#R", "123#R8", "123##0",
                           "123##3AABB", "20000004#0102030405060708"}) {
    const auto frame = parse_frame(text);
    ASSERT_TRUE(frame) << frame.error().message;
    EXPECT_EQ(text_of(*frame), text);
  }
}

TEST(FrameText, SaysWhereAFrameStopsBeingOne) {
  const auto frame = parse_frame("123#1122334455667788AA");
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().code, ExitCode::kUsage);
  EXPECT_NE(frame.error().message.find("'123#1122334455667788AA', column 2"), std::string::npos)
      << frame.error().message;
  for (const char* text : {"", "123", "12#11", "123#1", "123#11 R", "123#GG", "1234#00", "FFFFFFFF#00"})
    EXPECT_FALSE(parse_frame(text)) << text;
}

TEST(OutputBuffer, WritesTimesWithAsManyDecimalsAsTheyNeed) {
  const std::string text = test::captured([](std::FILE* out) {
    OutputBuffer buffer(out);
    for (const std::int64_t ns : {0, 1'000, 999'999'999, 1'500'000'000}) {
      buffer.append_time(nanoseconds(ns));
      buffer.append(' ');
    }
    EXPECT_TRUE(buffer.flush());
  });
  EXPECT_EQ(text, "0.000000 0.000001 0.999999999 1.500000 ");
}

TEST(OutputBuffer, GrowsWithALineOfAnyLength) {
  const std::string text = test::captured([](std::FILE* out) {
    OutputBuffer buffer(out);
    for (int i = 0; i < 3; ++i) {
      buffer.append(std::string(500'000, 'x'));
      EXPECT_TRUE(buffer.end_line());
    }
    EXPECT_TRUE(buffer.flush());
  });
  EXPECT_EQ(text.size(), 1'500'003U);
}

}  // namespace
}  // namespace tripline
