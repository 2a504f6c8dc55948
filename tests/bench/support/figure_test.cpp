// A figure as machines and people read it.
#include "bench/support/figure.hpp"

#include <gtest/gtest.h>

namespace tripline::bench {
namespace {

Figure figure() { return {"motion/96x88/cold", 1200, "ns", 1000, "streaming read", 1.2, 500, {}, {}}; }

TEST(Figure, IsOneJsonLineWithTheKeysThatReadersCountOn) {
  auto plain = figure();
  plain.reference_name.clear();
  EXPECT_EQ(json_line(plain),
            R"({"name":"motion/96x88/cold","value":1200,"unit":"ns","reference":1000,"ratio":1.2,"rounds":500})");
}

TEST(Figure, AddsPercentilesAndTargetBehindThem) {
  auto full = figure();
  full.percentiles = Percentiles{1, 2, 3, 4};
  full.target = Target{Target::Side::kAtMost, 1.1};
  EXPECT_EQ(
      json_line(full),
      R"({"name":"motion/96x88/cold","value":1200,"unit":"ns","reference":1000,"ratio":1.2,"rounds":500,)"
      R"("p50":1,"p90":2,"p99":3,"p999":4,"reference_name":"streaming read","target":"<=1.1","target_met":false})");
}

TEST(Figure, SaysInTheTableWhetherTheTargetIsMet) {
  auto row = figure();
  row.target = Target{Target::Side::kAtMost, 1.35};
  EXPECT_NE(table_row(row).find("<= 1.35 met"), std::string::npos);
  row.target = Target{Target::Side::kAtLeast, 2};
  EXPECT_NE(table_row(row).find(">= 2 MISSED"), std::string::npos);
}

}  // namespace
}  // namespace tripline::bench
