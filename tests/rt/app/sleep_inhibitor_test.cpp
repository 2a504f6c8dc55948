#include "rt/app/sleep_inhibitor.hpp"

#include <gtest/gtest.h>

#include "tests/shim/support/private_bus.hpp"
#include "tests/shim/support/wait_until.hpp"

namespace tripline {
namespace {

using test::PrivateBus;
using test::wait_until;

/// What logind's ListInhibitors() says: `what by who (mode)`; empty: nobody inhibits anything.
std::string inhibitors(const PrivateBus& bus) {
  sd_bus_message* reply = nullptr;
  ::sd_bus_call_method(bus.connection(), "org.freedesktop.login1", "/org/freedesktop/login1",
                       "org.freedesktop.login1.Manager", "ListInhibitors", nullptr, &reply, nullptr);
  const std::unique_ptr<sd_bus_message, decltype(&sd_bus_message_unref)> owner(reply, &sd_bus_message_unref);
  const char *what = nullptr, *who = nullptr, *why = nullptr, *mode = nullptr;
  std::uint32_t uid = 0, pid = 0;
  std::string all;
  if (reply == nullptr || ::sd_bus_message_enter_container(reply, 'a', "(ssssuu)") < 0) return "no answer";
  while (::sd_bus_message_read(reply, "(ssssuu)", &what, &who, &why, &mode, &uid, &pid) > 0)
    all += std::string(what) + " by " + who + " (" + mode + ")";
  return all;
}

TEST(SleepInhibitor, IsHeldUntilItsDescriptorIsClosed) {
  const PrivateBus bus("logind", "org.freedesktop.login1", "/org/freedesktop/login1");
  ASSERT_TRUE(bus.is_up()) << bus.log();
  EXPECT_EQ(inhibitors(bus), "");
  auto held = inhibit_sleep();
  ASSERT_TRUE(held) << held.error().message;
  EXPECT_EQ(inhibitors(bus), "sleep:idle by tripline-rt (block)");
  held->reset();
  EXPECT_TRUE(wait_until([&] { return inhibitors(bus).empty(); })) << inhibitors(bus);
}

TEST(SleepInhibitor, SaysThatThereIsNoBus) {
  ::setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1);
  const auto held = inhibit_sleep();
  ASSERT_FALSE(held);
  EXPECT_EQ(held.error().code, ExitCode::kUnavailable);
  EXPECT_NE(held.error().message.find("may go to sleep"), std::string::npos) << held.error().message;
  ::unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
}

}  // namespace
}  // namespace tripline
