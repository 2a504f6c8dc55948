// One holder at a time; who is refused learns who holds it.
#include "rt/app/holder_lock.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "tests/shim/support/temp_dir.hpp"

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

/// What a process of uid and gid `id` is told when it asks for the lock; "taken" when it gets it. Needs root.
std::string asked_as(id_t id, const std::filesystem::path& file) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return "no pipe";
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setresgid(id, id, id) != 0 || ::setresuid(id, id, id) != 0) ::_exit(1);
    const auto lock = HolderLock::acquire(file, "CAN interface can0", "second", "demo");
    const auto said =
        lock ? std::string("taken") : std::to_string(static_cast<int>(lock.error().code)) + ": " + lock.error().message;
    ::_exit(::write(ends[1], said.data(), said.size()) < 0 ? 1 : 0);
  }
  ::close(ends[1]);
  std::array<char, 512> text{};
  const auto size = ::read(ends[0], text.data(), text.size());
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

/// As /run/lock is: everybody may make a file there, and nobody may remove another's.
struct SharedLockDir : ::testing::Test {
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can become other users";
    ASSERT_EQ(::chmod(dir.path().c_str(), 01777), 0);
  }
  static constexpr id_t kOwner = 65'533;
  static constexpr id_t kOther = 65'534;

  test::TempDir dir;
  const std::filesystem::path file = dir.path() / "tripline-can0.lock";
};

TEST_F(SharedLockDir, NamesTheHolderToAnotherUserAndToRoot) {
  const auto held = HolderLock::acquire(file, "CAN interface can0", "first", "golf");
  ASSERT_TRUE(held) << held.error().message;
  ASSERT_EQ(::chown(file.c_str(), kOwner, kOwner), 0);
  for (const id_t asking : {kOther, id_t{0}}) {
    const auto said = asked_as(asking, file);
    EXPECT_TRUE(said.starts_with("75: CAN interface can0 is held by pid ")) << asking << ": " << said;
    EXPECT_NE(said.find("rig first, profile golf, since 20"), std::string::npos) << said;
  }
}

TEST_F(SharedLockDir, SaysHowToBeRidOfAnotherUsersLeftover) {
  std::ofstream(file) << "pid 4711, rig first, profile golf, since 2026-11-21T09:30:00Z";
  ASSERT_EQ(::chown(file.c_str(), kOwner, kOwner), 0);
  const auto said = asked_as(kOther, file);
  EXPECT_EQ(said, "77: CAN interface can0: the lock " + file.string() +
                      " is a leftover of another user (uid 65533) and nobody holds it; remove it with `sudo rm " +
                      file.string() + "`");
  EXPECT_TRUE(std::filesystem::exists(file));
  EXPECT_EQ(asked_as(0, file), "taken") << "root needs no help, also where fs.protected_regular is set";
}

TEST_F(SharedLockDir, SaysWhatIsWrongWithALockThatNobodyElseMayRead) {
  std::ofstream(file) << "secret";
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  EXPECT_TRUE(asked_as(kOther, file).starts_with("73: CAN interface can0: cannot open the lock ")) << file;
}

TEST(DeviceLockFile, IsAPlainNameForAnyDevice) {
  EXPECT_EQ(device_lock_file("GPIO line pinctrl-rp1/17"), "/run/lock/tripline-GPIO_line_pinctrl-rp1_17.lock");
}

}  // namespace
}  // namespace tripline
