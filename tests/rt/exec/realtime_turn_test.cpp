// The guard aborts where a real-time turn allocates, and only there.
#include "rt/exec/realtime_turn.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace tripline {
namespace {

class RealtimeTurnHooks : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!allocation_hooks_work())
      GTEST_SKIP() << "this build has no allocation hooks (they come with AddressSanitizer)";
    install_allocation_hooks();
  }
};

TEST_F(RealtimeTurnHooks, AbortsOnAnAllocationInATurn) {
  EXPECT_DEATH(
      {
        RealtimeTurn turn;
        auto volatile* leak = new int(1);
        *leak = 2;
      },
      "allocation in a real-time turn");
}

TEST_F(RealtimeTurnHooks, LetsAllocateOutsideOfATurn) {
  int result = 0;
  {
    RealtimeTurn turn;
    result = 1;
  }
  std::vector<int> outside(100, result);
  EXPECT_EQ(outside.size(), 100U);
}

}  // namespace
}  // namespace tripline
