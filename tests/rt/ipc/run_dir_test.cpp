// Where a rig's sockets are.
#include "rt/ipc/run_dir.hpp"

#include <grp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "rt/ipc/run_dir_trust.hpp"

#include "tests/shim/support/temp_dir.hpp"

#include <cstdlib>

namespace tripline {
namespace {

TEST(RunDir, IsWhatIsAskedForFirst) {
  EXPECT_EQ(find_run_dir("main", "/tmp/x").path, "/tmp/x");
  ::setenv("TRIPLINE_RUN_DIR", "/tmp/from-environment", 1);
  EXPECT_EQ(find_run_dir("main").path, "/tmp/from-environment");
  EXPECT_EQ(find_run_dir("main", "/tmp/x").path, "/tmp/x");
  ::unsetenv("TRIPLINE_RUN_DIR");
}

TEST(RunDir, RefusesAPathTooLongForASocket) {
  const auto made = make_run_dir({"/tmp/" + std::string(120, 'x')});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ExitCode::kUsage);
  EXPECT_NE(made.error().message.find("--run-dir"), std::string::npos);
}

TEST(RunDir, RefusesADirectoryThatCannotBeMade) {
  const auto made = make_run_dir({"/proc/tripline/main"});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ExitCode::kCannotCreate);
}

TEST(RigName, AllowsOnlyWhatFitsUnitNames) {
  for (const char* good : {"main", "left-2", "a"}) EXPECT_TRUE(check_rig_name(good)) << good;
  for (const char* bad : {"", "2main", "../x", "Main", "with space", "a_b"}) EXPECT_FALSE(check_rig_name(bad)) << bad;
}

struct MadeRunDir : testing::Test {
  static mode_t mode_of(const std::filesystem::path& path) {
    struct stat entry {};
    return ::stat(path.c_str(), &entry) == 0 ? entry.st_mode & 07777U : 0;
  }
  test::TempDir temp;
  const RunDir dir{temp.path() / "rig"};
};

TEST_F(MadeRunDir, IsItsGroupsAndNobodyElses) {
  const auto before = ::umask(0);
  EXPECT_TRUE(make_run_dir(dir));
  EXPECT_EQ(mode_of(dir.path), 0750U);
  ::umask(before);
  EXPECT_TRUE(make_run_dir(dir)) << "it is there already";
}

TEST_F(MadeRunDir, IsRefusedWhereEverybodyMayWrite) {
  ASSERT_TRUE(make_run_dir(dir));
  ::chmod(dir.path.c_str(), 0777);
  const auto refused = make_run_dir(dir);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ExitCode::kNoPermission);
  EXPECT_NE(refused.error().message.find("everybody may write there"), std::string::npos);
}

TEST_F(MadeRunDir, IsRefusedWhereSomethingElseIs) {
  std::ofstream(dir.path) << "a file";
  EXPECT_EQ(make_run_dir(dir).error().code, ExitCode::kCannotCreate);
}

TEST_F(MadeRunDir, IsNotSharedWithAStranger) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  ASSERT_TRUE(make_run_dir(dir));
  ::chmod(temp.path().c_str(), 0755);
  ::chmod(dir.path.c_str(), 0755);
  ASSERT_EQ(::chown(dir.path.c_str(), 65'533, 65'533), 0);
  const pid_t child = ::fork();
  if (child == 0) {  // a user of no group of that directory
    const bool left = ::setgroups(0, nullptr) == 0 && ::setresgid(65'534, 65'534, 65'534) == 0 &&
                      ::setresuid(65'534, 65'534, 65'534) == 0;
    const auto refused = make_run_dir(dir);
    ::_exit(left && !refused && refused.error().code == ExitCode::kNoPermission ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

using TrustedRunDir = MadeRunDir;

TEST_F(TrustedRunDir, MayBeMissingWhereNoStrangerCanMakeIt) {
  EXPECT_TRUE(check_run_dir(dir)) << temp.path();
  EXPECT_TRUE(check_run_dir({temp.path() / "not/even/this/rig"}));
  EXPECT_FALSE(std::filesystem::exists(dir.path));
  ::chmod(temp.path().c_str(), 01777);  // as /tmp is
  const auto refused = check_run_dir(dir);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ExitCode::kUnavailable);
  EXPECT_NE(refused.error().message.find("everybody could make it in " + temp.path().string()), std::string::npos);
  ASSERT_TRUE(make_run_dir(dir));
  EXPECT_TRUE(check_run_dir(dir)) << "it is there, and nobody can replace it";
}

TEST_F(TrustedRunDir, IsLookedAtEachTime) {
  ASSERT_TRUE(make_run_dir(dir));
  EXPECT_TRUE(check_run_dir(dir));
  ::chmod(dir.path.c_str(), 0777);
  EXPECT_EQ(check_run_dir(dir).error().code, ExitCode::kNoPermission);
  std::filesystem::remove(dir.path);
  std::ofstream(dir.path) << "a file";
  EXPECT_EQ(check_run_dir(dir).error().code, ExitCode::kCannotCreate);
}

}  // namespace
}  // namespace tripline
