// What is used comes first; a circle is found.
#include "rt/core/signals/derivation_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tripline {
namespace {

using Uses = std::vector<std::vector<std::uint32_t>>;

TEST(DerivationOrder, PutsWhatIsUsedFirst) {
  const Uses uses{{1, 3}, {2}, {}, {2}};
  const auto [order, cycle] = derivation_order(uses);
  EXPECT_TRUE(cycle.empty());
  ASSERT_EQ(order.size(), uses.size());
  const auto place = [&order = order](std::uint32_t i) { return std::find(order.begin(), order.end(), i); };
  for (std::uint32_t i = 0; i < uses.size(); ++i)
    for (const auto used : uses[i]) EXPECT_LT(place(used), place(i)) << used << " before " << i;
}

TEST(DerivationOrder, NamesTheCircle) {
  const Uses uses{{1}, {2}, {3}, {1}};
  const auto [order, cycle] = derivation_order(uses);
  EXPECT_TRUE(order.empty());
  EXPECT_EQ(cycle, (std::vector<std::uint32_t>{1, 2, 3}));
}

TEST(DerivationOrder, FindsASignalThatUsesItself) {
  EXPECT_EQ(derivation_order(Uses{{0}}).cycle, (std::vector<std::uint32_t>{0}));
}

TEST(DerivationOrder, FollowsALongChain) {
  Uses uses(10'000);
  for (std::uint32_t i = 0; i + 1 < uses.size(); ++i) uses[i] = {i + 1};
  EXPECT_EQ(derivation_order(uses).order.front(), uses.size() - 1);
}

TEST(DerivationOrder, IsEmptyForNothing) { EXPECT_TRUE(derivation_order({}).order.empty()); }

}  // namespace
}  // namespace tripline
