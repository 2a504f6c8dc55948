#include "shim/lifecycle/rig_services.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "shim/lifecycle/rig_units.hpp"
#include "shim/lifecycle/systemd_unit.hpp"
#include "tests/shim/support/private_bus.hpp"

namespace tripline {
namespace {

using test::PrivateBus;

struct RigServicesTest : testing::Test {
  void SetUp() override {
    ASSERT_TRUE(bus.is_up()) << bus.log();
    for (const auto unit : kRigUnits)
      ASSERT_TRUE(bus.tell("AddUnit", "ss", systemd_unit_name(unit, "left").c_str(), "loaded"));
  }
  /// A property of a unit of the rig.
  std::string read(std::string_view unit, const char* property) const {
    const auto path = load_systemd_unit(bus.connection(), systemd_unit_name(unit, "left"));
    char* got = nullptr;
    ::sd_bus_get_property_string(bus.connection(), "org.freedesktop.systemd1", path->c_str(),
                                 "org.freedesktop.systemd1.Unit", property, nullptr, &got);
    std::string text = got == nullptr ? "" : got;
    std::free(got);
    return text;
  }
  std::string read_all(const char* property) const {
    std::string text;
    for (const auto unit : kRigUnits) text += read(unit, property) + " ";
    return text;
  }

  PrivateBus bus{TRIPLINE_SYSTEMD_DOUBLE, "org.freedesktop.systemd1", "/org/freedesktop/systemd1"};
};

TEST_F(RigServicesTest, LeadsARigFromItsFirstDayToItsLast) {
  auto services = RigServices::open("left");
  ASSERT_TRUE(services) << services.error().message;
  const auto enabled = services->enable();
  ASSERT_TRUE(enabled) << enabled.error().message;
  EXPECT_EQ(read_all("UnitFileState"), "enabled enabled enabled ");
  EXPECT_EQ(read_all("ActiveState"), "inactive inactive inactive ");
  EXPECT_TRUE(services->start().empty());
  EXPECT_EQ(read_all("ActiveState"), "active active active ");
  const auto retired = services->retire();
  ASSERT_TRUE(retired) << retired.error().message;
  EXPECT_EQ(read_all("ActiveState"), "inactive inactive inactive ");
  EXPECT_EQ(read_all("UnitFileState"), "disabled disabled disabled ");
}

TEST_F(RigServicesTest, SaysWhatDidNotStartAndWhy) {
  auto services = RigServices::open("left");
  ASSERT_TRUE(services);
  ASSERT_TRUE(bus.tell("EndJobsWith", "s", "failed"));
  const auto failures = services->start();
  ASSERT_EQ(failures.size(), 3U);
  EXPECT_EQ(failures[0], "tripline-rt@left.service did not start: exit code 66 (a file or directory cannot be read)");
  EXPECT_TRUE(failures[2].starts_with("tripline-web@left.service did not start: ")) << failures[2];
}

TEST_F(RigServicesTest, LeavesNoFailedUnitBehind) {
  ASSERT_TRUE(bus.tell("ChangeUnit", "sss(sii)", "tripline-rt@left.service", "failed", "failed", "signal", 2, 6));
  auto services = RigServices::open("left");
  ASSERT_TRUE(services && services->retire());
  EXPECT_EQ(read("core", "ActiveState"), "inactive");
}

TEST_F(RigServicesTest, DoesNotRetireARigThatDoesNotStop) {
  auto services = RigServices::open("left");
  ASSERT_TRUE(services && services->enable());
  ASSERT_TRUE(bus.tell("EndJobsWith", "s", "denied"));
  const auto retired = services->retire();
  ASSERT_FALSE(retired);
  EXPECT_EQ(retired.error().code, ExitCode::kNoPermission);
  EXPECT_EQ(read_all("UnitFileState"), "enabled enabled enabled ");
}

TEST_F(RigServicesTest, NamesTheUnitsThatAreNotInstalled) {
  auto services = RigServices::open("right");
  ASSERT_TRUE(services);
  const auto enabled = services->enable();
  ASSERT_FALSE(enabled);
  EXPECT_EQ(enabled.error().message, "systemd: enable: Unit tripline-rt@right.service not found.");
}

}  // namespace
}  // namespace tripline
