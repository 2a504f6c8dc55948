// The guard aborts where a real-time turn allocates, and only there.
#include "rt/exec/allocation_guard.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace tripline {
namespace {

class AllocationGuard : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!allocation_guard_works())
      GTEST_SKIP() << "this build has no allocation hooks (they come with AddressSanitizer)";
    install_allocation_guard();
  }
};

TEST_F(AllocationGuard, AbortsOnAnAllocationInATurn) {
  EXPECT_DEATH(
      {
        NoAllocation turn;
        auto volatile* leak = new int(1);
        *leak = 2;
      },
      "allocation in a real-time turn");
}

TEST_F(AllocationGuard, LetsAllocateOutsideOfATurn) {
  int result = 0;
  {
    NoAllocation turn;
    result = 1;
  }
  std::vector<int> outside(100, result);
  EXPECT_EQ(outside.size(), 100U);
}

}  // namespace
}  // namespace tripline
