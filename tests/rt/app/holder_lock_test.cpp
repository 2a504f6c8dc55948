// One holder at a time; who is refused learns who holds it.
#include "rt/app/holder_lock.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace tripline {
namespace {

class HolderLockTest : public ::testing::Test {
 protected:
  ~HolderLockTest() override { std::filesystem::remove(file_); }
  const std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / ("tripline-lock-" + std::to_string(::getpid()));
};

TEST_F(HolderLockTest, NamesItsHolderToTheSecondOne) {
  const auto first = HolderLock::acquire(file_, "rig main", "main", "golf");
  ASSERT_TRUE(first) << first.error().message;
  const auto second = HolderLock::acquire(file_, "rig main", "main", "demo");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ExitCode::kInUse);
  for (const auto* part : {"rig main is held by pid ", "rig main, profile golf, since 20"})
    EXPECT_NE(second.error().message.find(part), std::string::npos) << second.error().message;
}

TEST_F(HolderLockTest, LeavesNothingBehindAndCanBeTakenAgain) {
  { ASSERT_TRUE(HolderLock::acquire(file_, "x", "main", "demo")); }
  EXPECT_FALSE(std::filesystem::exists(file_));
  EXPECT_TRUE(HolderLock::acquire(file_, "x", "main", "demo"));
}

TEST_F(HolderLockTest, RefusesADirectoryItCannotWriteTo) {
  const auto lock = HolderLock::acquire("/proc/tripline.lock", "rig main", "main", "demo");
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().code, ExitCode::kCannotCreate);
}

TEST(DeviceLockFile, IsAPlainNameForAnyDevice) {
  EXPECT_EQ(device_lock_file("GPIO line pinctrl-rp1/17"), "/run/lock/tripline-GPIO_line_pinctrl-rp1_17.lock");
}

}  // namespace
}  // namespace tripline
