// `tripline can decode` from files to lines.
#include "shim/cli/can/decode.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "rt/base/limits.hpp"
#include "shim/cli/can/decoded_line.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using nlohmann::json;

const char kDbc[] =
    "BO_ 68 Engine: 8 X\n SG_ Rpm : 0|16@1+ (0.25,0) [0|8000] \"rpm\" X\n SG_ Gear : 16|4@1+ (1,0) [0|15] \"\" X\n"
    "BO_ 2147483652 Serial: 8 X\n SG_ Number : 0|64@1+ (1,0) [0|1] \"\" X\n"
    "BO_ 5 Ratio: 4 X\n SG_ Value : 0|32@1- (1,0) [0|1] \"\" X\n"
    "BO_ 6 Wide: 8 X\n SG_ Kilo : 0|54@1+ (1024,0) [0|1] \"\" X\n"
    "SIG_VALTYPE_ 5 Value : 1;\nVAL_ 68 Gear 3 \"Third\" ;\n";

class CanDecodeTest : public testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) {
    std::string path = (dir_.path() / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  CanDecodeOptions options(const std::string& log, bool is_json = true, const std::string& dbc = kDbc) {
    CanDecodeOptions options;
    options.dbc = {file("test.dbc", dbc)};
    options.log = file("test.log", log);
    options.json = is_json;
    return options;
  }

  /// The lines that come out for these lines of a log.
  std::vector<std::string> decode(const std::string& log, bool is_json = true, const std::string& dbc = kDbc) {
    return decode(options(log, is_json, dbc));
  }

  std::vector<std::string> decode(const CanDecodeOptions& options) {
    char* text = nullptr;
    std::size_t size = 0;
    std::FILE* out = open_memstream(&text, &size);
    result_ = can_decode(options, out);
    std::fclose(out);
    std::vector<std::string> lines;
    std::string all(text, size);
    std::free(text);
    for (std::size_t end = all.find('\n'); end != std::string::npos; end = all.find('\n')) {
      lines.push_back(all.substr(0, end));
      all.erase(0, end + 1);
    }
    EXPECT_EQ(all, "");
    return lines;
  }

  test::TempDir dir_;
  Result<void> result_;
};

TEST_F(CanDecodeTest, WritesOneObjectPerFrameKnownOrNotInOrder) {
  const auto lines = decode("(1436509052.249713) can0 044#A00F03\n(1436509052.249714) can1 123#00\n");
  ASSERT_TRUE(result_) << result_.error().message;
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0],
            R"({"t":1436509052.249713,"bus":"can0","id":68,"message":"Engine","signals":{"Rpm":1000,"Gear":3}})");
  EXPECT_EQ(lines[1], R"({"t":1436509052.249714,"bus":"can1","id":291,"message":null,"data":"00","signals":{}})");
}

TEST_F(CanDecodeTest, MarksExtendedRemoteAndErrorFrames) {
  const auto lines = decode("(1.5) can0 00000004#FFFFFFFFFFFFFFFF\n(1.5) can0 044#R\n(1.5) can0 20000004#00\n");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0],
            R"({"t":1.5,"bus":"can0","id":4,"ext":true,"message":"Serial","signals":{"Number":18446744073709551615}})");
  EXPECT_EQ(lines[1], R"({"t":1.5,"bus":"can0","id":68,"remote":true,"message":null,"signals":{}})");
  EXPECT_EQ(lines[2], R"({"t":1.5,"bus":"can0","id":4,"error":true,"message":null,"data":"00","signals":{}})");
}

TEST_F(CanDecodeTest, WritesIntegersThatNoDoubleHolds) {  // 1024 * (2^53 + 1)
  const auto lines = decode("(1.5) can0 006#0100000000002000\n");
  EXPECT_EQ(json::parse(lines.at(0))["signals"]["Kilo"].get<std::uint64_t>(), 9'223'372'036'854'776'832ULL);
}

TEST_F(CanDecodeTest, WritesNullForWhatJsonHasNoWordFor) {
  const auto lines = decode("(1.5) can0 005#0000C07F\n(1.5) can0 005#0000807F\n(1.5) can0 005#CDCCCC3D\n");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_TRUE(json::parse(lines[0])["signals"]["Value"].is_null());
  EXPECT_TRUE(json::parse(lines[1])["signals"]["Value"].is_null());
  EXPECT_EQ(json::parse(lines[2])["signals"]["Value"].get<double>(), static_cast<double>(0.1F));
}

TEST_F(CanDecodeTest, WritesNamesAndUnitsForPeople) {
  const auto lines = decode("(1.5) can0 044#A00F03\n(1.5) can0 00000009#\n(1.5) can0 044#R\n", false);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0], "(1.5) can0 044 [3] A0 0F 03  Engine  Rpm=1000 rpm  Gear=3 (Third)");
  EXPECT_EQ(lines[1], "(1.5) can0 00000009 [0]  -");
  EXPECT_EQ(lines[2], "(1.5) can0 044 [0] remote request  -");
}

TEST_F(CanDecodeTest, WritesEverythingBeforeAMalformedLine) {
  const auto lines = decode("(1.5) can0 044#A00F03\noops\n");
  EXPECT_EQ(lines.size(), 1U);
  ASSERT_FALSE(result_.has_value());
  EXPECT_EQ(result_.error().code, ExitCode::kBadData);
  EXPECT_NE(result_.error().message.find("test.log:2:1: expected"), std::string::npos) << result_.error().message;
}

TEST_F(CanDecodeTest, DecodesWithWhatIsLeftOfAMalformedDbcAndSaysSo) {
  testing::internal::CaptureStderr();
  const auto lines = decode("(1.5) can0 044#A00F\n", true,
                            "BO_ 68 Engine: 8 X\n SG_ Rpm : 0|16@1+ (0.25,0) [0|1] \"\" X\n SG_ Bad 0|8\n");
  const std::string said = testing::internal::GetCapturedStderr();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(json::parse(lines[0])["signals"]["Rpm"], 1000);
  ASSERT_FALSE(result_.has_value());
  EXPECT_EQ(result_.error().code, ExitCode::kBadData);
  EXPECT_TRUE(result_.error().message.empty());
  EXPECT_NE(said.find("test.dbc:3:11: error: expected"), std::string::npos) << said;
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1);
}

TEST_F(CanDecodeTest, NamesFilesThatAreNotThere) {
  CanDecodeOptions options;
  options.log = "/nowhere/a.log";
  const auto no_log = can_decode(options, stdout);
  options.dbc = {"/nowhere/a.dbc"};
  const auto no_dbc = can_decode(options, stdout);
  ASSERT_FALSE(no_dbc.has_value());
  EXPECT_EQ(no_dbc.error().code, ExitCode::kNoInput);
  EXPECT_NE(no_dbc.error().message.find("/nowhere/a.dbc"), std::string::npos);
  ASSERT_FALSE(no_log.has_value());
  EXPECT_NE(no_log.error().message.find("/nowhere/a.log"), std::string::npos);
}

TEST_F(CanDecodeTest, FailsWhenTheOutputTakesNoMore) {
  std::FILE* full = std::fopen("/dev/full", "w");
  ASSERT_NE(full, nullptr);
  const auto result = can_decode(options("(1.5) can0 044#\n"), full);
  std::fclose(full);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ExitCode::kSystem);
}

using Lines = std::vector<std::string>;

TEST_F(CanDecodeTest, LeavesOutWhatIsNotAskedFor) {
  const std::string log = "(1.0) can0 044#A00F03\n(1.1) can1 044#A00F03\n(1.2) can0 123#00\n(1.3) can0 006#0100\n";
  CanDecodeOptions wanted = options(log, false);
  wanted.frames = {{"044", "0x123"}, {"can0"}};
  EXPECT_EQ(decode(wanted),
            (Lines{"(1.0) can0 044 [3] A0 0F 03  Engine  Rpm=1000 rpm  Gear=3 (Third)", "(1.2) can0 123 [1] 00  -"}));
  wanted = options(log, false);
  wanted.signals = {"Gea*", "Ratio.Value"};
  EXPECT_EQ(decode(wanted), (Lines{"(1.0) can0 044 [3] A0 0F 03  Engine  Gear=3 (Third)",
                                   "(1.1) can1 044 [3] A0 0F 03  Engine  Gear=3 (Third)"}));
}

TEST_F(CanDecodeTest, WritesOnlyWhatChanged) {
  CanDecodeOptions wanted = options(
      "(1.0) can0 044#A00F03\n(1.1) can0 044#A00F03\n(1.2) can1 044#A00F03\n(1.3) can0 044#A00F04\n"
      "(1.4) can0 123#01\n(1.5) can0 123#01\n(1.6) can0 123#02\n",
      false);
  wanted.changed = true;
  EXPECT_EQ(decode(wanted), (Lines{"(1.0) can0 044 [3] A0 0F 03  Engine  Rpm=1000 rpm  Gear=3 (Third)",
                                   "(1.2) can1 044 [3] A0 0F 03  Engine  Rpm=1000 rpm  Gear=3 (Third)",
                                   "(1.3) can0 044 [3] A0 0F 04  Engine  Gear=4", "(1.4) can0 123 [1] 01  -",
                                   "(1.6) can0 123 [1] 02  -"}));
}

TEST_F(CanDecodeTest, RefusesNamesAndIdsThatThereAreNot) {
  CanDecodeOptions wanted = options("");
  wanted.signals = {"Speed"};
  EXPECT_TRUE(decode(wanted).empty());
  EXPECT_EQ(result_.error().code, ExitCode::kUsage);
  EXPECT_NE(result_.error().message.find("'Speed'"), std::string::npos);
  wanted = options("");
  wanted.frames.ids = {"engine"};
  EXPECT_TRUE(decode(wanted).empty());
  EXPECT_EQ(result_.error().code, ExitCode::kUsage);
}

TEST_F(CanDecodeTest, RefusesMoreBusesThanThereIsRoomFor) {
  std::string log;
  for (std::size_t i = 0; i <= limits::kLogBuses; ++i) log += "(1.0) can" + std::to_string(i) + " 123#\n";
  EXPECT_EQ(decode(log).size(), limits::kLogBuses);
  ASSERT_FALSE(result_);
  EXPECT_EQ(result_.error().code, ExitCode::kBadData);
}

TEST(JsonString, EscapesWhatJsonAsksFor) {
  EXPECT_EQ(json_string("a\"b\\c\n\x01"), R"("a\"b\\c\u000A\u0001")");
  EXPECT_EQ(json_string("\xB0"), "\"°\"");
}

}  // namespace
}  // namespace tripline
