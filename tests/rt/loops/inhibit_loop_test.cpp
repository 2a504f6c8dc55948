#include "rt/loops/inhibit_loop.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

/// A trigger and a logind as the test wants them.
struct InhibitLoopTest : testing::Test {
  Result<UniqueFd> inhibit() {
    ++asked;
    if (!granted) return Error{ExitCode::kUnavailable, "no bus"};
    return UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  }

  bool armed = false;
  bool granted = true;
  int asked = 0;
  MonoTime now{100s};
  NoticeQueue notices;
  ThreadSlots slots;
  InhibitLoop loop{[this] { return armed; }, [this] { return inhibit(); }, notices, slots.add()};
};

TEST_F(InhibitLoopTest, HoldsWhileArmedAndLetsGo) {
  loop.look(now);
  EXPECT_EQ(asked, 0);
  armed = true;
  loop.look(now);
  loop.look(now + 1h);
  EXPECT_TRUE(loop.holds());
  EXPECT_EQ(asked, 1);
  armed = false;
  loop.look(now);
  EXPECT_FALSE(loop.holds());
}

TEST_F(InhibitLoopTest, SaysOnceThatItIsRefusedAndAsksAgainLater) {
  armed = true;
  granted = false;
  loop.look(now);
  loop.look(now + limits::kInhibitRetry - 1ms);
  EXPECT_EQ(asked, 1);
  loop.look(now + limits::kInhibitRetry);
  EXPECT_EQ(asked, 2);
  armed = false;
  loop.look(now);
  armed = true;
  loop.look(now);
  EXPECT_EQ(asked, 3) << "armed anew";
  const auto told = notices.take_all();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_FALSE(told[0].is_alert);
  EXPECT_EQ(told[0].message, "no bus");
}

TEST_F(InhibitLoopTest, LetsGoWhenTheCoreStops) {
  armed = true;
  loop.look(now);
  loop.start();
  loop.stop();
  EXPECT_FALSE(loop.holds());
}

}  // namespace
}  // namespace tripline
