#include "rt/base/wake_event.hpp"

#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include <thread>

namespace tripline {
namespace {

using namespace std::chrono_literals;

WakeEvent make_event() {
  auto event = WakeEvent::create();
  EXPECT_TRUE(event);
  return std::move(*event);
}

TEST(WakeEvent, TimesOutWhenNothingHappens) {
  const WakeEvent event = make_event();
  EXPECT_EQ(event.wait(-1, 0ns), Wake::kTimeout);
  EXPECT_EQ(event.wait(-1, -1s), Wake::kTimeout);
  const MonoTime before = MonoClock::now();
  EXPECT_EQ(event.wait(-1, 2ms), Wake::kTimeout);
  EXPECT_GE(MonoClock::now() - before, 2ms);
}

TEST(WakeEvent, SeesThatTheDeviceCanBeRead) {
  const WakeEvent event = make_event();
  const UniqueFd device(::eventfd(1, EFD_CLOEXEC));
  EXPECT_EQ(event.wait(device.get(), 1h), Wake::kReadable);
}

TEST(WakeEvent, StaysSetAndComesFirst) {
  WakeEvent event = make_event();
  const UniqueFd device(::eventfd(1, EFD_CLOEXEC));
  event.set();
  event.set();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(event.wait(device.get(), 1h), Wake::kInterrupted);
}

TEST(WakeEvent, WakesAnotherThread) {
  WakeEvent event = make_event();
  Wake woken = Wake::kTimeout;
  std::thread waiter([&] { woken = event.wait(-1, nanoseconds::max()); });
  event.set();
  waiter.join();
  EXPECT_EQ(woken, Wake::kInterrupted);
}

}  // namespace
}  // namespace tripline
