#include "rt/core/signals/derivation_order.hpp"

#include <algorithm>

namespace tripline {
namespace {

/// Depth first; the way from the start is a list of its own, so that a long chain needs no deep stack.
class Walk {
 public:
  explicit Walk(std::span<const std::vector<std::uint32_t>> uses) : uses_(uses), states_(uses.size()) {}

  DerivationOrder take() {
    for (std::uint32_t i = 0; i < uses_.size() && result_.cycle.empty(); ++i)
      if (states_[i].mark == Mark::kNew) visit(i);
    if (!result_.cycle.empty()) result_.order.clear();
    return std::move(result_);
  }

 private:
  enum class Mark : std::uint8_t { kNew, kOnTheWay, kDone };
  struct State {
    Mark mark = Mark::kNew;
    std::size_t next = 0;  ///< which of its uses is looked at next
  };

  void visit(std::uint32_t start) {
    enter(start);
    while (!way_.empty() && result_.cycle.empty()) {
      const auto here = way_.back();
      if (states_[here].next == uses_[here].size())
        leave(here);
      else
        look_at(uses_[here][states_[here].next++]);
    }
  }
  void look_at(std::uint32_t used) {
    if (states_[used].mark == Mark::kNew)
      enter(used);
    else if (states_[used].mark == Mark::kOnTheWay)
      result_.cycle.assign(std::find(way_.begin(), way_.end(), used), way_.end());
  }
  void enter(std::uint32_t here) {
    states_[here].mark = Mark::kOnTheWay;
    way_.push_back(here);
  }
  void leave(std::uint32_t here) {
    states_[here].mark = Mark::kDone;
    way_.pop_back();
    result_.order.push_back(here);
  }

  std::span<const std::vector<std::uint32_t>> uses_;
  std::vector<State> states_;
  std::vector<std::uint32_t> way_;
  DerivationOrder result_;
};

}  // namespace

DerivationOrder derivation_order(std::span<const std::vector<std::uint32_t>> uses) { return Walk(uses).take(); }

}  // namespace tripline
