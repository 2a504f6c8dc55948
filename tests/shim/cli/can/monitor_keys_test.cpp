#include "shim/cli/can/monitor_keys.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

using Keys = std::vector<MonitorKey>;

TEST(MonitorKeys, AreReadOneAfterTheOther) {
  EXPECT_EQ(read_keys("qc s"), (Keys{MonitorKey::kQuit, MonitorKey::kClear, MonitorKey::kPause, MonitorKey::kSort}));
  EXPECT_EQ(read_keys("\x03"), Keys{MonitorKey::kQuit});
  EXPECT_TRUE(read_keys("").empty());
}

TEST(MonitorKeys, KnowArrowsInBothModesOfATerminal) {
  EXPECT_EQ(read_keys("\x1b[A\x1bOB\x1b[5~\x1b[6~\x1b[H\x1bOF"),
            (Keys{MonitorKey::kUp, MonitorKey::kDown, MonitorKey::kPageUp, MonitorKey::kPageDown, MonitorKey::kHome,
                  MonitorKey::kEnd}));
}

TEST(MonitorKeys, PassOverWhatMeansNothing) { EXPECT_EQ(read_keys("x\x1by\xC3\xA4q"), Keys{MonitorKey::kQuit}); }

}  // namespace
}  // namespace tripline
