#include "rt/exec/progress_watch.hpp"

namespace tripline {

bool ProgressWatch::all_got_on(const ThreadSlots& slots) noexcept {
  bool all = true;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const auto& slot = slots[i];
    if (slot.tid.load(std::memory_order_acquire) == 0) continue;  // partner: enter()'s release
    const auto left = slot.left.get();
    const bool in_a_turn = slot.entered.get() != left;
    const bool must_get_on = in_a_turn || row_of(slot.role).wakes_itself;
    if (must_get_on && seen_[i].started && left == seen_[i].left) all = false;
    seen_[i] = {left, true};
  }
  return all;
}

}  // namespace tripline
