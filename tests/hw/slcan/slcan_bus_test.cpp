// A bus behind a pseudo-terminal: set up, read, unplugged, plugged in again.
#include "hw/slcan/slcan_bus.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <future>

#include "tests/hw/conformance/can_bus_conformance.hpp"
#include "tests/hw/slcan/pty.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

SlcanOptions left_alone(const std::string& device) {
  SlcanOptions options;
  options.device = device;
  options.setup.mode = SlcanMode::kAsItIs;
  return options;
}

/// Opens a bus while the test answers as an adapter does: each command with `answer`.
class Adapter {
 public:
  explicit Adapter(SlcanOptions options) {
    options.device = pty.device();
    opening_ = std::async(std::launch::async, [options] { return SlcanBus::create(options); });
  }
  /// Answers commands with a carriage return until one that is to be refused, or the opening one.
  std::vector<std::string> answer(const std::string& refused = "-") {
    std::vector<std::string> heard;
    while (heard.empty() || (heard.back() != "L" && heard.back() != "O" && heard.back() != refused)) {
      heard.push_back(pty.hear());
      pty.say(heard.back() == refused ? "\a" : "\r");
    }
    return heard;
  }
  Result<std::unique_ptr<SlcanBus>> bus() { return opening_.get(); }

  Pty pty;

 private:
  std::future<Result<std::unique_ptr<SlcanBus>>> opening_;
};

using Heard = std::vector<std::string>;

CanRead read_one(CanBus& bus, CanFrame& frame) {
  CanRead read;
  for (int i = 0; i < 100 && read.count == 0 && read.status == CanReadStatus::kOk; ++i)
    read = bus.read({&frame, 1}, 200ms);
  return read;
}

TEST(SlcanBus, ClosesSetsAndOpensTheAdapter) {
  SlcanOptions options;
  options.setup.bitrate = 250'000;
  Adapter adapter(options);
  EXPECT_EQ(adapter.answer(), (Heard{"", "C", "S5", "Z0", "L"}));
  auto bus = adapter.bus();
  ASSERT_TRUE(bus) << bus.error().message;
  EXPECT_NE((*bus)->info().detail.find("250000 bit/s, listening only"), std::string::npos);
  bus->reset();
  std::string last;
  for (int i = 0; i < 3 && last != "C"; ++i) last = adapter.pty.hear();
  EXPECT_EQ(last, "C") << "the adapter is told to be quiet";
}

TEST(SlcanBus, AsksForFdAndTimesWhereItIsTold) {
  SlcanOptions options;
  options.setup = {SlcanMode::kNormal, 1'000'000, 5, true};
  Adapter adapter(options);
  EXPECT_EQ(adapter.answer(), (Heard{"", "C", "S8", "Y5", "Z1", "O"}));
  ASSERT_TRUE(adapter.bus());
}

TEST(SlcanBus, SaysWhatToChangeWhenTheAdapterRefuses) {
  Adapter listening({});
  listening.answer("L");
  const auto bus = listening.bus();
  ASSERT_FALSE(bus);
  EXPECT_EQ(bus.error().code, ExitCode::kNoDevice);
  EXPECT_NE(bus.error().message.find("refuses 'L'; set mode to normal"), std::string::npos) << bus.error().message;
  Adapter timed({});
  timed.answer("Z0");
  timed.answer();
  EXPECT_TRUE(timed.bus()) << "the time is not worth a refusal";
}

TEST(SlcanBus, BelievesAnAdapterThatAnswersNothing) {
  Pty pty;
  SlcanOptions options;
  options.device = pty.device();
  EXPECT_TRUE(SlcanBus::create(options));
}

TEST(SlcanBus, RefusesWhatCannotBeOpened) {
  EXPECT_EQ(SlcanBus::create(left_alone("/dev/no-such-adapter")).error().code, ExitCode::kNoDevice);
  EXPECT_NE(SlcanBus::create(left_alone("/dev/null")).error().message.find("not a serial line"), std::string::npos);
  SlcanOptions options;
  options.setup.bitrate = 123'456;
  EXPECT_EQ(SlcanBus::create(options).error().code, ExitCode::kBadConfig);
  options = left_alone("/dev/null");
  options.baud = 12'345;
  EXPECT_EQ(SlcanBus::create(options).error().code, ExitCode::kBadConfig);
  options = left_alone("fd:999");
  options.fd = 999;
  EXPECT_EQ(SlcanBus::create(options).error().code, ExitCode::kBadConfig);
}

TEST(SlcanBus, StampsFramesWithTheTimeOfTheRead) {
  Pty pty;
  auto bus = SlcanBus::create(left_alone(pty.device())).value();
  const MonoTime before = MonoClock::now();
  pty.say("t1232AABB\r");
  CanFrame frame;
  ASSERT_EQ(read_one(*bus, frame).count, 1U);
  EXPECT_EQ(frame.id, 0x123U);
  EXPECT_GE(frame.time, before);
  EXPECT_LE(frame.time, MonoClock::now());
}

TEST(SlcanBus, CountsBrokenLinesAndGoesOn) {
  Pty pty;
  auto bus = SlcanBus::create(left_alone(pty.device())).value();
  pty.say("BB\rt9990\rt1230\r");
  CanFrame frame;
  std::uint64_t malformed = 0;
  for (int i = 0; i < 100 && frame.id == 0; ++i) malformed += bus->read({&frame, 1}, 200ms).malformed;
  EXPECT_EQ(frame.id, 0x123U);
  EXPECT_EQ(malformed, 2U);
}

TEST(SlcanBus, IsLostWhenItIsUnplugged) {
  Pty pty;
  auto bus = SlcanBus::create(left_alone(pty.device())).value();
  pty.unplug();
  CanFrame frame;
  const auto read = read_one(*bus, frame);
  EXPECT_EQ(read.status, CanReadStatus::kLost);
  EXPECT_EQ(read.loss, CanLoss::kUnplugged);
  EXPECT_EQ(bus->read({&frame, 1}, 0ns).status, CanReadStatus::kLost) << "until it is opened again";
  EXPECT_FALSE(bus->reopen());
}

TEST(SlcanBus, IsLostWhenTheControllerLeavesTheBus) {
  Pty pty;
  auto bus = SlcanBus::create(left_alone(pty.device())).value();
  pty.say("sb000255\r");
  CanFrame frame;
  const auto read = read_one(*bus, frame);
  EXPECT_EQ(read.loss, CanLoss::kBusOff);
  EXPECT_EQ(read.count, 1U) << "the frame that says so is delivered";
  ASSERT_TRUE(bus->reopen());
  pty.say("t1230\r");
  EXPECT_EQ(read_one(*bus, frame).count, 1U);
}

TEST(SlcanBus, FindsTheDeviceAgainWhereItIsPluggedInAgain) {
  const std::string link = testing::TempDir() + "tripline-slcan-" + std::to_string(::getpid());
  Pty first;
  ASSERT_EQ(::symlink(first.device().c_str(), link.c_str()), 0);
  auto bus = SlcanBus::create(left_alone(link)).value();
  first.unplug();
  CanFrame frame;
  EXPECT_EQ(read_one(*bus, frame).status, CanReadStatus::kLost);
  ::unlink(link.c_str());
  EXPECT_EQ(bus->reopen().error().code, ExitCode::kNoDevice);
  Pty second;
  ASSERT_EQ(::symlink(second.device().c_str(), link.c_str()), 0);
  ASSERT_TRUE(bus->reopen());
  second.say("t4560\r");
  EXPECT_EQ(read_one(*bus, frame).count, 1U);
  EXPECT_EQ(frame.id, 0x456U);
  ::unlink(link.c_str());
}

TEST(SlcanBus, AsksForTheStatusOnceOfAnAdapterThatDoesNotKnowIt) {
  Adapter adapter({});
  adapter.answer();
  auto bus = std::move(*adapter.bus());
  CanFrame frame;
  bus->read({&frame, 1}, 0ns);
  EXPECT_EQ(adapter.pty.hear(), "F");
  adapter.pty.say("\at1230\r");
  EXPECT_EQ(read_one(*bus, frame).count, 1U);
}

TEST(SlcanBus, DeliversTheStatusAsAnErrorFrame) {
  Adapter adapter({});
  adapter.answer();
  auto bus = std::move(*adapter.bus());
  CanFrame frame;
  bus->read({&frame, 1}, 0ns);
  EXPECT_EQ(adapter.pty.hear(), "F");
  adapter.pty.say("F08\r");
  const auto read = read_one(*bus, frame);
  EXPECT_EQ(frame.flags, kCanErrorFrame);
  EXPECT_EQ(read.dropped, 1U);
}

TEST(SlcanBus, ReadsFromASocketThatSomebodyElseOpened) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  auto options = left_alone("fd:passed");
  options.fd = ends[0];
  auto bus = SlcanBus::create(options).value();
  ASSERT_EQ(::write(ends[1], "t1230\rt1", 8), 8);
  CanFrame frame;
  EXPECT_EQ(read_one(*bus, frame).count, 1U);
  ::close(ends[1]);
  EXPECT_EQ(read_one(*bus, frame).status, CanReadStatus::kLost);
  EXPECT_NE(bus->reopen().error().message.find("whoever passed it"), std::string::npos);
}

TEST(SlcanBus, UsesALineThatAnEarlierRunKeptAndThenTheDevice) {
  Pty kept;
  Pty fresh;
  auto options = left_alone(fresh.device());
  options.kept_fd = ::open(kept.device().c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  int opened = 0;
  options.on_opened = [&opened](int) { ++opened; };
  auto bus = SlcanBus::create(options).value();
  kept.say("t0010\r");
  CanFrame frame;
  EXPECT_EQ(read_one(*bus, frame).count, 1U);
  kept.unplug();
  EXPECT_EQ(read_one(*bus, frame).status, CanReadStatus::kLost);
  ASSERT_TRUE(bus->reopen());
  fresh.say("t0020\r");
  EXPECT_EQ(read_one(*bus, frame).count, 1U);
  EXPECT_EQ(frame.id, 2U);
  EXPECT_EQ(opened, 2);
}

// The adapter that belongs to a bus lives as long as it.
class BusWithAdapter final : public CanBus {
 public:
  static Result<std::unique_ptr<CanBus>> open() {
    auto bus = std::make_unique<BusWithAdapter>();
    auto options = left_alone(bus->pty_.device());
    auto opened = SlcanBus::create(options);
    if (!opened) return opened.error();
    bus->bus_ = std::move(*opened);
    for (int i = 0; i < 60; ++i) bus->pty_.say(i % 2 == 0 ? "t1234DEADBEEF\r" : "T18FEF1002BEEF1234\r");
    return std::unique_ptr<CanBus>(std::move(bus));
  }
  const CanBusInfo& info() const noexcept override { return bus_->info(); }
  CanRead read(std::span<CanFrame> frames, nanoseconds wait) noexcept override { return bus_->read(frames, wait); }
  Result<void> reopen() override { return bus_->reopen(); }
  void interrupt() noexcept override { bus_->interrupt(); }

 private:
  Pty pty_;
  std::unique_ptr<SlcanBus> bus_;
};

INSTANTIATE_TEST_SUITE_P(Slcan, CanBusConformance, testing::Values(CanBusUnderTest{"pty", BusWithAdapter::open}),
                         can_bus_name);

}  // namespace
}  // namespace tripline
