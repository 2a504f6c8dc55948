// `tripline can convert`: there and back, and never half a file.
#include "shim/cli/can/convert.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/shim/cli/can/pcapng_reader.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

const char kLog[] =
    "(1436509052.249713) can0 044#A00F03\n"
    "(1436509052.249713001) vcan1 18FEF100##3000102030405060708090A0B\n"
    "(1436509052.250000) can0 123#R3\n"
    "(1436509053.000000) vcan1 20000004#0000000000000000\n"
    "(1436509053.500000) can0 00000044#\n";
const char kDbc[] =
    "BO_ 68 Engine: 8 X\n SG_ Rpm : 0|16@1+ (0.25,0) [0|8000] \"r,pm\" X\n SG_ Gear : 16|4@1+ (1,0) [0|15] \"\" X\n"
    "BO_ 2566844672 Wide: 12 X\n SG_ Ratio : 0|32@1- (1,0) [0|1] \"\" X\nSIG_VALTYPE_ 2566844672 Ratio : 1;\n";

class CanConvertTest : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return (dir_.path() / name).string(); }
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }
  std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(path(name), std::ios::binary).rdbuf();
    return text.str();
  }
  CanConvertOptions options(const std::string& output) const {
    CanConvertOptions options;
    options.log = file("in.log", kLog);
    options.output = path(output);
    return options;
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(dir_.path()), fs::directory_iterator()));
  }

  test::TempDir dir_;
};

TEST_F(CanConvertTest, WritesCandumpByteForByte) {
  const auto done = can_convert(options("out.log"));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(read("out.log"), kLog);
}

TEST_F(CanConvertTest, KeepsTheDigitsOfATime) {
  CanConvertOptions wanted = options("out.log");
  const std::string log = "(1.000000000) can0 044#\n(1.000001000) can0 044#\n(1.000001001) can0 044#\n";
  wanted.log = file("in.log", log);
  ASSERT_TRUE(can_convert(wanted));
  EXPECT_EQ(read("out.log"), log);
  wanted.log = file("in.log", "(1.5) can0 044#\n");
  ASSERT_TRUE(can_convert(wanted));
  EXPECT_EQ(read("out.log"), "(1.500000) can0 044#\n") << "can-utils read a fraction as microseconds";
}

TEST_F(CanConvertTest, WritesPcapngThatAStrictReaderReads) {
  ASSERT_TRUE(can_convert(options("out.pcapng")));
  const std::string bytes = read("out.pcapng");
  const test::PcapngReader reader(bytes);
  EXPECT_EQ(reader.interfaces(), (std::vector<std::string>{"can0", "vcan1"}));
  ASSERT_EQ(reader.packets().size(), 5U);
  EXPECT_EQ(reader.packets()[0].interface, "can0");
  EXPECT_EQ(reader.packets()[0].time_ns, 1436509052249713000U);
  EXPECT_EQ(reader.packets()[0].bytes, std::string("\0\0\0\x44\3\0\0\0\xA0\x0F\3", 11));
  EXPECT_EQ(reader.packets()[1].interface, "vcan1");
  EXPECT_EQ(reader.packets()[1].time_ns, 1436509052249713001U);
  EXPECT_EQ(reader.packets()[1].bytes.substr(0, 8), std::string("\x98\xFE\xF1\0\x0C\7\0\0", 8));
  EXPECT_EQ(reader.packets()[1].bytes.size(), 20U);
  EXPECT_EQ(reader.packets()[2].bytes, std::string("\x40\0\1\x23\3\0\0\0\0\0\0", 11));
  EXPECT_EQ(reader.packets()[3].bytes.substr(0, 4), std::string("\x20\0\0\4", 4));
  EXPECT_EQ(reader.packets()[4].bytes, std::string("\x80\0\0\x44\0\0\0\0", 8));
}

TEST_F(CanConvertTest, WritesRawFramesAsCsv) {
  ASSERT_TRUE(can_convert(options("out.csv")));
  EXPECT_EQ(read("out.csv"),
            "time,bus,id,flags,length,data\n"
            "1436509052.249713,can0,044,,3,A00F03\n"
            "1436509052.249713001,vcan1,18FEF100,XFBS,12,000102030405060708090A0B\n"
            "1436509052.250000,can0,123,R,3,\n"
            "1436509053.000000,vcan1,20000004,E,8,0000000000000000\n"
            "1436509053.500000,can0,00000044,X,0,\n");
}

TEST_F(CanConvertTest, WritesValuesAsLongCsv) {
  CanConvertOptions wanted = options("out.csv");
  wanted.log = file("in.log", "(1.0) can0 044#A00F03\n(2.0) can,1 18FEF100##00000807F\n(3.0) can0 123#\n");
  wanted.dbc = {file("a.dbc", kDbc)};
  const auto done = can_convert(wanted);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(read("out.csv"),
            "time,bus,id,message,signal,value,unit\n"
            "1.000000,can0,044,Engine,Rpm,1000,\"r,pm\"\n"
            "1.000000,can0,044,Engine,Gear,3,\n"
            "2.000000,\"can,1\",18FEF100,Wide,Ratio,inf,\n");
}

TEST_F(CanConvertTest, WritesAColumnASignal) {
  CanConvertOptions wanted = options("out.csv");
  wanted.dbc = {file("a.dbc", kDbc)};
  wanted.signals = {"Gear", "Ratio"};
  wanted.wide = true;
  ASSERT_TRUE(can_convert(wanted));
  EXPECT_EQ(read("out.csv"),
            "time,bus,id,Gear,Ratio\n"
            "1436509052.249713,can0,044,3,\n"
            "1436509052.249713001,vcan1,18FEF100,,3.820471434542632e-37\n");
}

TEST_F(CanConvertTest, TakesTheFramesThatAreAskedFor) {
  CanConvertOptions wanted = options("out.log");
  wanted.frames = {{"044", "123"}, {"can0"}};
  ASSERT_TRUE(can_convert(wanted));
  EXPECT_EQ(read("out.log"), "(1436509052.249713) can0 044#A00F03\n(1436509052.250000) can0 123#R3\n");
}

TEST_F(CanConvertTest, LeavesNothingOfALogThatIsMalformed) {
  CanConvertOptions wanted = options("out.csv");
  wanted.log = file("in.log", "(1.0) can0 044#A00F03\nnonsense\n");
  file("out.csv", "what was there");
  const auto done = can_convert(wanted);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ExitCode::kBadData);
  EXPECT_EQ(read("out.csv"), "what was there");
  EXPECT_EQ(files(), 2U);
}

TEST_F(CanConvertTest, ReplacesItsOwnInput) {
  CanConvertOptions wanted = options("in.log");
  wanted.frames.ids = {"123"};
  ASSERT_TRUE(can_convert(wanted));
  EXPECT_EQ(read("in.log"), "(1436509052.250000) can0 123#R3\n");
}

TEST_F(CanConvertTest, KeepsLinksAndWhatIsNoFile) {
  file("target.log", "");
  fs::create_symlink("target.log", path("out.log"));
  ASSERT_TRUE(can_convert(options("out.log")));
  EXPECT_TRUE(fs::is_symlink(path("out.log")));
  EXPECT_EQ(read("target.log"), kLog);
  CanConvertOptions wanted = options("");
  wanted.output = "/dev/null";
  wanted.format = "csv";
  ASSERT_TRUE(can_convert(wanted));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(CanConvertTest, GivesTheFileTheRightsThatTheUserGives) {
  const mode_t before = ::umask(027);
  ASSERT_TRUE(can_convert(options("out.log")));
  ::umask(before);
  EXPECT_EQ(fs::status(path("out.log")).permissions(),
            fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
}

TEST_F(CanConvertTest, SaysWhatCannotBe) {
  const auto code_of = [](const CanConvertOptions& options) { return can_convert(options).error().code; };
  EXPECT_EQ(code_of(options("out.txt")), ExitCode::kUsage);
  CanConvertOptions wanted = options("out.csv");
  wanted.wide = true;
  EXPECT_EQ(code_of(wanted), ExitCode::kUsage);
  wanted = options("out.pcapng");
  wanted.dbc = {file("a.dbc", kDbc)};
  EXPECT_EQ(code_of(wanted), ExitCode::kUsage);
  EXPECT_EQ(code_of(options("nowhere/out.csv")), ExitCode::kCannotCreate);
  wanted = options("");
  wanted.format = "csv";
  EXPECT_EQ(code_of(wanted), ExitCode::kCannotCreate) << "a directory";
  wanted = options("out.csv");
  wanted.log = "/nowhere.log";
  EXPECT_EQ(code_of(wanted), ExitCode::kNoInput);
  wanted = options("");
  wanted.output = "/dev/full";
  wanted.format = "csv";
  EXPECT_EQ(code_of(wanted), ExitCode::kSystem);
}

}  // namespace
}  // namespace tripline
