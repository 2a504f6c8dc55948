#include "shim/cli/can/log_frame_source.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

const MonoTime kStart(1000s);

TEST(LogPace, KeepsTheStepsOfTheLog) {
  LogPace pace;
  EXPECT_EQ(pace.due(50s, kStart), kStart);
  EXPECT_EQ(pace.due(50s + 10ms, kStart + 3s), kStart + 10ms);
  EXPECT_EQ(pace.due(50s + 30ms, kStart + 3s), kStart + 30ms);
}

TEST(LogPace, DoesNotDriftWhenBusesComeOutOfOrder) {
  LogPace pace;
  pace.due(50s, kStart);
  EXPECT_EQ(pace.due(50s + 10ms, kStart), kStart + 10ms);
  EXPECT_EQ(pace.due(50s + 9ms, kStart), kStart + 10ms);
  EXPECT_EQ(pace.due(50s + 11ms, kStart), kStart + 11ms);
}

TEST(LogPace, BeginsANewLogBehindAnOldOne) {
  LogPace pace;
  pace.due(50s, kStart);
  pace.due(60s, kStart);
  EXPECT_EQ(pace.due(50s, kStart), kStart + 10s);
  EXPECT_EQ(pace.due(51s, kStart), kStart + 11s);
}

TEST(LogFrameSource, GivesAllFramesAtOnceAndThenEnds) {
  const test::TempDir dir;
  const std::string path = (dir.path() / "a.log").string();
  std::ofstream(path) << "(5.0) can0 123#11\n(3600.5) can1 124#\n";
  auto source = LogFrameSource::open(path, LogFrameSource::Pace::kAtOnce);
  ASSERT_TRUE(source);
  EXPECT_EQ(source->about(), path);
  EXPECT_TRUE(source->names().signals.empty());
  SourceItem item;
  ASSERT_EQ(*source->next(item, 0ms), SourceRead::kFrame);
  EXPECT_EQ(item.bus, "can0");
  EXPECT_EQ(item.time, 5s);
  EXPECT_EQ(source->now(), 5s);
  ASSERT_EQ(*source->next(item, 0ms), SourceRead::kFrame);
  EXPECT_EQ(item.frame.id, 0x124U);
  EXPECT_EQ(source->now(), 3600s + 500ms);
  EXPECT_EQ(*source->next(item, 0ms), SourceRead::kEnd);
}

TEST(LogFrameSource, HoldsBackWhatIsNotDueYet) {
  const test::TempDir dir;
  const std::string path = (dir.path() / "a.log").string();
  std::ofstream(path) << "(5.0) can0 123#11\n(3600.5) can1 124#\n";
  auto source = LogFrameSource::open(path, LogFrameSource::Pace::kAsRecorded);
  SourceItem item;
  ASSERT_EQ(*source->next(item, 0ms), SourceRead::kFrame);
  EXPECT_EQ(*source->next(item, 0ms), SourceRead::kNothing);
  EXPECT_EQ(*source->next(item, 0ms), SourceRead::kNothing);
  EXPECT_EQ(item.frame.id, 0x123U);
  EXPECT_GE(source->now(), 5s);
  EXPECT_LT(source->now(), 3600s);
}

}  // namespace
}  // namespace tripline
