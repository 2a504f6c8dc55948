// An SPI device that is not there, or cannot take the pattern, is refused in one line that says what to do.
#include "hw/spidev/spidev_out.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace tripline {
namespace {

namespace fs = std::filesystem;

TEST(SpidevOut, SaysThatThereIsNoDeviceAndWhatToDo) {
  const auto out = SpidevOut::create({.device = "/nonexistent/spidev0.0"});
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, ExitCode::kNoDevice);
  EXPECT_NE(out.error().message.find("/nonexistent/spidev0.0: not there; enable SPI"), std::string::npos)
      << out.error().message;
}

TEST(SpidevOut, SaysHowToRaiseTheKernelsLimit) {
  const fs::path limit = fs::temp_directory_path() / ("tripline-bufsiz-" + std::to_string(::getpid()));
  std::ofstream(limit) << 4096;
  const auto out = SpidevOut::create({.device = "/dev/null", .max_bytes = 8192, .limit_file = limit.string()});
  fs::remove(limit);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, ExitCode::kBadConfig);
  EXPECT_NE(out.error().message.find("strobe.spi_max_bytes is 8192, the kernel takes 4096"), std::string::npos);
  EXPECT_NE(out.error().message.find("spidev.bufsiz=8192"), std::string::npos) << out.error().message;
}

TEST(SpidevOut, RefusesWhatIsNoSpiDevice) {
  const auto out = SpidevOut::create({.device = "/dev/null"});
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, ExitCode::kBadConfig);
  EXPECT_NE(out.error().message.find("refuses mode 0 at 1000000 Hz"), std::string::npos) << out.error().message;
}

}  // namespace
}  // namespace tripline
