// The replay twins against the port conformance suites, and what only a replay can be asked.
#include <gtest/gtest.h>

#include <array>

#include "hw/replay/replay_camera.hpp"
#include "hw/replay/replay_can_bus.hpp"
#include "tests/hw/conformance/camera_conformance.hpp"
#include "tests/hw/conformance/can_bus_conformance.hpp"
#include "tests/hw/replay/clip_files.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

template <typename Port, typename Device>
Result<std::unique_ptr<Port>> as_port(Result<std::unique_ptr<Device>> device) {
  if (!device) return device.error();
  return std::unique_ptr<Port>(std::move(*device));
}

/// Opens a replay of 12 frames at 500 Hz. A replay needs its files only while it opens.
Result<std::unique_ptr<ReplayCamera>> open_clip(ReplayCameraOptions options) {
  const test::TempDir dir;
  options.path = (dir.path() / "clip.y4m").string();
  test::write_file(options.path, test::mono_y4m(8, 4, 12));
  return ReplayCamera::create(std::move(options));
}

/// Frame n of the log has the id n and comes n ms after the first.
Result<std::unique_ptr<ReplayCanBus>> open_log(ReplayCanBusOptions options, int frames = 60) {
  const test::TempDir dir;
  std::string text;
  for (int n = 0; n < frames; ++n) {
    char line[64];
    std::snprintf(line, sizeof line, "(1700000000.%06d) can0 %03X#%02X\n", n * 1000, unsigned(n), unsigned(n));
    text += line;
  }
  options.log = (dir.path() / "can.log").string();
  test::write_file(options.log, text);
  return ReplayCanBus::create(std::move(options));
}

INSTANTIATE_TEST_SUITE_P(ReplayCamera, CameraConformance,
                         testing::Values(CameraUnderTest{"once", [] { return as_port<Camera>(open_clip({})); }},
                                         CameraUnderTest{"looped",
                                                         [] { return as_port<Camera>(open_clip({.loop = true})); }}),
                         camera_name);

INSTANTIATE_TEST_SUITE_P(
    ReplayCanBus, CanBusConformance,
    testing::Values(
        CanBusUnderTest{"once", [] { return as_port<CanBus>(open_log({.name = "can0"})); }},
        CanBusUnderTest{"looped", [] { return as_port<CanBus>(open_log({.name = "can0", .loop = true}, 7)); }},
        CanBusUnderTest{"fast",
                        [] { return as_port<CanBus>(open_log({.name = "can0", .speed = ReplaySpeed::kMax})); }}),
    can_bus_name);

std::vector<FrameRecord> play(ReplayCamera& camera, FrameCollector& sink, std::size_t frames) {
  EXPECT_TRUE(camera.start(sink));
  EXPECT_TRUE(sink.wait_for(frames));
  camera.stop();
  return sink.frames();
}

TEST(ReplayCamera, DeliversEveryFrameOnceAndThenEnds) {
  auto camera = open_clip({.speed = ReplaySpeed::kMax});
  ASSERT_TRUE(camera) << camera.error().message;
  EXPECT_EQ((*camera)->info().provenance, Provenance::kReplayed);
  EXPECT_EQ((*camera)->info().fps, 500);
  FrameCollector sink;
  const auto frames = play(**camera, sink, 1'000'000);
  EXPECT_TRUE(sink.ended());
  ASSERT_EQ(frames.size(), 12U);
  for (std::size_t n = 0; n < frames.size(); ++n) {
    EXPECT_EQ(frames[n].index.value, n);
    EXPECT_EQ(frames[n].image.row(3)[7], n);
  }
}

TEST(ReplayCamera, StampsFramesByTheirPlaceInTheCapture) {
  const MonoTime epoch = MonoClock::now() - 1s;  // all are late: all come at once, none is left out
  auto camera = open_clip({.epoch = std::make_shared<ReplayEpoch>(epoch)});
  ASSERT_TRUE(camera);
  FrameCollector sink;
  const auto frames = play(**camera, sink, 12);
  ASSERT_EQ(frames.size(), 12U);
  for (std::size_t n = 0; n < frames.size(); ++n) EXPECT_EQ(frames[n].sensor_time, epoch + n * 2ms);
}

TEST(ReplayCamera, GoesOnCountingWhenItLoops) {
  auto camera = open_clip({.loop = true, .speed = ReplaySpeed::kMax});
  ASSERT_TRUE(camera);
  FrameCollector sink;
  const auto frames = play(**camera, sink, 30);
  ASSERT_GE(frames.size(), 30U);
  EXPECT_EQ(frames[25].index.value, 25U);
  EXPECT_EQ(frames[25].image.row(0)[0], 1);
  EXPECT_EQ(frames[25].sensor_time - frames[0].sensor_time, 50ms);
  EXPECT_FALSE(sink.ended());
}

TEST(ReplayCamera, TakesAnotherRate) {
  auto camera = open_clip({.fps = 1000, .speed = ReplaySpeed::kMax});
  ASSERT_TRUE(camera);
  EXPECT_EQ((*camera)->info().fps, 1000);
  FrameCollector sink;
  const auto frames = play(**camera, sink, 12);
  EXPECT_EQ(frames.at(1).sensor_time - frames.at(0).sensor_time, 1ms);
}

TEST(ReplayCamera, RefusesARateThatIsNone) {
  for (const double fps : {-1.0, 1e9, std::numeric_limits<double>::quiet_NaN()}) {
    const auto camera = open_clip({.fps = fps});
    ASSERT_FALSE(camera.has_value()) << fps;
    EXPECT_EQ(camera.error().code, ExitCode::kBadConfig);
  }
}

std::vector<CanFrame> read_all(ReplayCanBus& bus, std::size_t most = 1000) {
  std::vector<CanFrame> all;
  std::array<CanFrame, 16> some;
  while (all.size() < most) {
    const CanRead read = bus.read(some, 100ms);
    all.insert(all.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(read.count));
    if (read.status == CanReadStatus::kEnded) break;
  }
  return all;
}

TEST(ReplayCanBus, DeliversEveryFrameOnceAndThenEnds) {
  auto bus = open_log({.name = "can7", .speed = ReplaySpeed::kMax});
  ASSERT_TRUE(bus) << bus.error().message;
  EXPECT_EQ((*bus)->info().name, "can7");
  EXPECT_EQ((*bus)->info().provenance, Provenance::kReplayed);
  const auto frames = read_all(**bus);
  ASSERT_EQ(frames.size(), 60U);
  for (std::size_t n = 0; n < frames.size(); ++n) {
    EXPECT_EQ(frames[n].id, n);
    EXPECT_EQ(frames[n].data[0], n);
    EXPECT_EQ(frames[n].time - frames[0].time, n * 1ms);
  }
  std::array<CanFrame, 1> one;
  EXPECT_EQ((*bus)->read(one, 1h).status, CanReadStatus::kEnded);
}

TEST(ReplayCanBus, HoldsFramesBackUntilTheyAreDue) {
  auto bus = open_log({.name = "can0", .epoch = std::make_shared<ReplayEpoch>(MonoClock::now() + 1h)});
  ASSERT_TRUE(bus);
  std::array<CanFrame, 4> frames;
  const CanRead read = (*bus)->read(frames, 1ms);
  EXPECT_EQ(read.status, CanReadStatus::kOk);
  EXPECT_EQ(read.count, 0U);
}

TEST(ReplayCanBus, CatchesUpWithAnEpochThatHasBegun) {
  const MonoTime epoch = MonoClock::now() - 1s;
  auto bus = open_log({.name = "can0", .epoch = std::make_shared<ReplayEpoch>(epoch)});
  ASSERT_TRUE(bus);
  std::array<CanFrame, 100> frames;
  ASSERT_EQ((*bus)->read(frames, 0ms).count, 60U);
  EXPECT_EQ(frames[59].time, epoch + 59ms);
}

TEST(ReplayCanBus, GoesOnInTimeWhenItLoops) {
  auto bus = open_log({.name = "can0", .loop = true, .speed = ReplaySpeed::kMax}, 3);
  ASSERT_TRUE(bus);
  const auto frames = read_all(**bus, 8);
  ASSERT_GE(frames.size(), 8U);
  for (std::size_t n = 0; n < frames.size(); ++n) {
    EXPECT_EQ(frames[n].id, n % 3);
    EXPECT_EQ(frames[n].time - frames[0].time, n * 1ms);
  }
}

Result<std::unique_ptr<ReplayCanBus>> open_text(const std::string& text) {
  const test::TempDir dir;
  test::write_file(dir.path() / "can.log", text);
  return ReplayCanBus::create(
      {.name = "can0", .log = (dir.path() / "can.log").string(), .speed = ReplaySpeed::kMax, .epoch = nullptr});
}

TEST(ReplayCanBus, LetsTimeStandWhereTheLogStepsBack) {
  auto bus = open_text("(10.0) can0 001#\n(12.0) can0 002#\n(11.0) can0 003#\n(13.0) can0 004#\n");
  ASSERT_TRUE(bus);
  const auto frames = read_all(**bus);
  ASSERT_EQ(frames.size(), 4U);
  EXPECT_EQ(frames[2].time - frames[0].time, 2s);
  EXPECT_EQ(frames[3].time - frames[0].time, 3s);
}

TEST(ReplayCanBus, KeepsKindAndLengthOfEveryFrame) {
  auto bus = open_text("(1.0) can0 001#R4\n(1.1) can0 12345678##1AABB\n(1.2) can0 20000080#0102\n");
  ASSERT_TRUE(bus);
  const auto frames = read_all(**bus);
  ASSERT_EQ(frames.size(), 3U);
  EXPECT_EQ(frames[0].flags, kCanRemote);
  EXPECT_EQ(frames[0].length, 4);
  EXPECT_EQ(frames[1].flags, kCanExtended | kCanFd | kCanBitRateSwitch);
  EXPECT_EQ(frames[1].data[1], 0xBB);
  EXPECT_EQ(frames[2].flags, kCanErrorFrame);
}

TEST(ReplayCanBus, RefusesALogWithABadLineAsAWhole) {
  const auto bad = open_text("(1.0) can0 001#\nhello\n");
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, ExitCode::kBadData);
  EXPECT_NE(bad.error().message.find("can.log:2:1: expected '('"), std::string::npos) << bad.error().message;
  const auto empty = open_text("\n");
  ASSERT_FALSE(empty.has_value());
  EXPECT_EQ(empty.error().code, ExitCode::kBadData);
  const auto missing = ReplayCanBus::create({.name = "can0", .log = "/nowhere/can.log", .epoch = nullptr});
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ExitCode::kNoInput);
}

TEST(ReplayCanBus, PlaysOneChannelOfALog) {
  const test::TempDir dir;
  const std::string log = (dir.path() / "can.log").string();
  test::write_file(log, "(1.0) can0 001#\n(1.5) can1 002#\n(2.0) can0 003#\n(2.5) can1 004#\n");
  const auto open = [&](const char* channel) {
    return ReplayCanBus::create(
        {.name = "b", .log = log, .speed = ReplaySpeed::kMax, .epoch = nullptr, .channel = channel});
  };
  auto bus = open("can1");
  ASSERT_TRUE(bus) << bus.error().message;
  const auto frames = read_all(**bus);
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].id, 2U);
  EXPECT_EQ(frames[1].time - frames[0].time, 1s);
  EXPECT_EQ(open("can2").error().message, log + ": has no frames of channel can2");
}

TEST(ReplayCanBus, RefusesALogWithoutTimesAtItsOwnPace) {
  const test::TempDir dir;
  const std::string log = (dir.path() / "can.log").string();
  test::write_file(log, "  can0  123   [0] \nDROPCOUNT: dropped 1 CAN frame\n  can0  124   [0] \n");
  const auto refused = ReplayCanBus::create({.name = "b", .log = log, .epoch = nullptr});
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("has no times to replay it by"), std::string::npos);
  const auto fast = ReplayCanBus::create({.name = "b", .log = log, .speed = ReplaySpeed::kMax, .epoch = nullptr});
  ASSERT_TRUE(fast) << fast.error().message;
  EXPECT_NE((*fast)->info().detail.find("; 1 entries that are no frames passed over"), std::string::npos);
}

TEST(ReplayEpoch, BeginsOnceForAll) {
  ReplayEpoch epoch;
  EXPECT_EQ(epoch.begin(MonoTime(5s)), MonoTime(5s));
  EXPECT_EQ(epoch.begin(MonoTime(9s)), MonoTime(5s));
}

TEST(ReplayEpoch, AlignsFramesAndBus) {
  const auto epoch = std::make_shared<ReplayEpoch>();
  auto camera = open_clip({.speed = ReplaySpeed::kMax, .epoch = epoch});
  auto bus = open_log({.name = "can0", .speed = ReplaySpeed::kMax, .epoch = epoch});
  ASSERT_TRUE(camera && bus);
  FrameCollector sink;
  const auto frames = play(**camera, sink, 12);
  const auto can = read_all(**bus);
  EXPECT_EQ(frames.at(5).sensor_time, can.at(10).time);
}

}  // namespace
}  // namespace tripline
