#include "hw/gpiod/line_finder.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "hw/gpiod/gpiod_lines.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

// A directory for devices of its own, so that the machine's real chips do not matter.
class LineFinder : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "tripline-gpio-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
  }
  void TearDown() override { fs::remove_all(directory_); }

  std::string directory_;
};

TEST_F(LineFinder, SaysThatThereIsNoChipAndWhatToDo) {
  const auto line = GpiodLines::create({.chip = "pinctrl-rp1", .lines = {{"GPIO17"}}, .directory = directory_});
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().code, ExitCode::kNoDevice);
  EXPECT_EQ(line.error().message, "GPIO line 'GPIO17' on chip 'pinctrl-rp1': no GPIO chip in " + directory_ +
                                      "; load its driver, or set strobe.output to sim");
}

TEST_F(LineFinder, TakesAMissingDirectoryForNoChip) {
  const auto line = find_line({"", "GPIO17", directory_ + "/nowhere"});
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().code, ExitCode::kNoDevice);
}

TEST_F(LineFinder, PassesOverWhatOnlyHasAChipsName) {
  std::ofstream(directory_ + "/gpiochip0") << "not a device";
  fs::create_symlink("gpiochip0", directory_ + "/gpiochip4");
  const auto line = find_line({"pinctrl-rp1", "17", directory_});
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().code, ExitCode::kNoDevice);
}

TEST_F(LineFinder, WantsALine) {
  const auto line = find_line({"pinctrl-rp1", "", directory_});
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().code, ExitCode::kBadConfig);
  EXPECT_NE(line.error().message.find("strobe.line"), std::string::npos);
}

TEST_F(LineFinder, DrivesAtLeastOneLineAndAtMostEight) {
  for (const std::size_t count : {std::size_t{0}, std::size_t{9}}) {
    const auto lines = GpiodLines::create({.lines = std::vector<GpiodLineChoice>(count), .directory = directory_});
    ASSERT_FALSE(lines);
    EXPECT_EQ(lines.error().message, "GPIO: the strobe has " + std::to_string(count) + " lines, 1 to 8 are allowed");
  }
}

}  // namespace
}  // namespace tripline
