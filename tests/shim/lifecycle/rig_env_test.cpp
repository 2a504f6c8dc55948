#include "shim/lifecycle/rig_env.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

std::string fault_of(const std::string& text) {
  const auto env = parse_rig_env(text, "rig.env");
  if (env) return "none";
  EXPECT_EQ(env.error().code, ExitCode::kBadConfig);
  return env.error().message;
}

TEST(RigEnv, IsReadAsItIsWritten) {
  const RigEnv env{"golf-2.night_b", 8081};
  const auto read = parse_rig_env(to_text(env), "rig.env");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, env);
}

TEST(RigEnv, TakesCommentsAndBlanksAsSystemdDoes) {
  const auto read = parse_rig_env("# a\n ; b\n\n\tTRIPLINE_PORT=8080 \nTRIPLINE_PROFILE=demo", "rig.env");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, (RigEnv{"demo", 8080}));
}

TEST(RigEnv, NamesTheLineAndTheRemedyOfEachFault) {
  const std::string port = "TRIPLINE_PORT=8080\n";
  const std::string both = port + "TRIPLINE_PROFILE=demo\n";
  EXPECT_EQ(fault_of(both + "TRIPLINE_PROT=8080\n"),
            "rig.env:3: TRIPLINE_PROT does not belong here, only TRIPLINE_PROFILE and TRIPLINE_PORT do; take the line "
            "out, or put the variable into a drop-in with `systemctl edit`");
  EXPECT_TRUE(fault_of(both + "LD_PRELOAD=/x.so").starts_with("rig.env:3: LD_PRELOAD does not belong here"));
  EXPECT_EQ(fault_of(both + "TRIPLINE_PORT=8081"), "rig.env:3: TRIPLINE_PORT is there twice; keep one");
  EXPECT_TRUE(fault_of(port + "TRIPLINE_PROFILE=\"demo\"\n").starts_with("rig.env:2: the profile's name is not 1 to"));
  EXPECT_TRUE(fault_of(port + "TRIPLINE_PROFILE=../demo\n").starts_with("rig.env:2: the profile's name"));
  EXPECT_TRUE(fault_of(port + "TRIPLINE_PROFILE=\n").starts_with("rig.env:2: the profile's name"));
  EXPECT_TRUE(fault_of("\nexport A=1\n").starts_with("rig.env:2: is not KEY=value; write"));
  EXPECT_TRUE(fault_of("=1\n").starts_with("rig.env:1: is not KEY=value"));
  EXPECT_TRUE(fault_of("# comment \\\n" + both).starts_with("rig.env:1: has a backslash")) << "systemd would go on";
  EXPECT_TRUE(fault_of("# comment\rTRIPLINE_PORT=1\n").starts_with("rig.env:1: has a backslash or a control"));
}

TEST(RigEnv, TakesAPortThatAnOrdinaryProcessMayBindAndNoOther) {
  for (const auto* text : {"", "80 80", "8080x", "-1", "+8080", "0x1f90", "99999999999999999999"})
    EXPECT_TRUE(
        fault_of(std::string("TRIPLINE_PORT=") + text + "\n").starts_with("rig.env:1: TRIPLINE_PORT is no plain"))
        << text;
  for (const auto* text : {"0", "80", "1023", "65536", "4294967295"})
    EXPECT_TRUE(fault_of(std::string("TRIPLINE_PORT=") + text + "\n").starts_with("rig.env:1: port ")) << text;
  for (const auto* text : {"1024", "65535"})
    EXPECT_TRUE(parse_rig_env(std::string("TRIPLINE_PROFILE=a\nTRIPLINE_PORT=") + text, "rig.env")) << text;
}

TEST(RigEnv, SaysWhichKeyIsMissing) {
  EXPECT_EQ(fault_of(""), "rig.env: TRIPLINE_PROFILE is missing; add the line TRIPLINE_PROFILE=demo");
  EXPECT_EQ(fault_of("TRIPLINE_PROFILE=demo"), "rig.env: TRIPLINE_PORT is missing; add the line TRIPLINE_PORT=8080");
}

TEST(RigEnv, IsAShortFileThatCanBeRead) {
  const test::TempDir dir;
  EXPECT_EQ(read_rig_env(dir.path() / "none").error().code, ExitCode::kNoInput);
  EXPECT_EQ(read_rig_env(dir.path()).error().code, ExitCode::kNoInput) << "a directory";
  std::ofstream(dir.path() / "long") << std::string(100'000, '#');
  EXPECT_NE(read_rig_env(dir.path() / "long").error().message.find("is longer than 4096 bytes"), std::string::npos);
  std::ofstream(dir.path() / "good") << to_text({"demo", 8080});
  EXPECT_TRUE(read_rig_env(dir.path() / "good"));
}

}  // namespace
}  // namespace tripline
