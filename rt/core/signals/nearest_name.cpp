#include "rt/core/signals/nearest_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <numeric>
#include <vector>

namespace tripline {
namespace {

bool same(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

/// Optimal string alignment distance; three rows of its table are enough.
class SlipCounter {
 public:
  std::size_t operator()(std::string_view a, std::string_view b) {
    for (auto& row : rows_) row.assign(b.size() + 1, 0);
    std::iota(rows_[1].begin(), rows_[1].end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
      fill_row(a, b, i);
      std::rotate(rows_.begin(), rows_.begin() + 1, rows_.end());
    }
    return rows_[1][b.size()];
  }

 private:
  void fill_row(std::string_view a, std::string_view b, std::size_t i) {
    const auto& [two_back, before, row] = rows_;
    rows_[2][0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t slips = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + (same(a[i - 1], b[j - 1]) ? 0 : 1)});
      if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
        slips = std::min(slips, two_back[j - 2] + 1);
      rows_[2][j] = slips;
    }
  }

  std::array<std::vector<std::size_t>, 3> rows_;
};

}  // namespace

std::string nearest_name(std::string_view wanted, std::span<const std::string> names) {
  std::size_t fewest = std::max<std::size_t>(2, wanted.size() / 3) + 1;
  const std::string* nearest = nullptr;
  SlipCounter count_slips;
  for (const auto& name : names) {
    const auto lengths_apart = name.size() > wanted.size() ? name.size() - wanted.size() : wanted.size() - name.size();
    if (lengths_apart >= fewest) continue;
    const auto slips = count_slips(wanted, name);
    if (slips >= fewest) continue;
    fewest = slips;
    nearest = &name;
  }
  return nearest == nullptr ? std::string() : *nearest;
}

}  // namespace tripline
