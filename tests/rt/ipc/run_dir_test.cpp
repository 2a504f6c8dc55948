// Where a rig's sockets are.
#include "rt/ipc/run_dir.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace tripline
