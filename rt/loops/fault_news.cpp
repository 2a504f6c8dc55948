#include "rt/loops/fault_news.hpp"

#include <algorithm>
#include <span>

namespace tripline {

FaultNews::News FaultNews::look(MonoTime now, const BusReport& report) {
  const std::span invalid(report.invalid.data(), report.invalid_told);
  std::vector<Change> worse;
  std::vector<Change> better;
  for (const MessageFault& fault : invalid) {
    told_[fault.message].is_listed = true;
    if (told_[fault.message].state == MessageState::kOk) worse.push_back({fault.message, fault.state});
  }
  // A list that is cut short says nothing of who is missing in it.
  const bool is_whole = report.invalid_told == report.invalid_count;
  for (std::uint32_t i = 0; i < told_.size() && is_whole; ++i)
    if (told_[i].state != MessageState::kOk && !told_[i].is_listed) better.push_back({i, MessageState::kOk});
  for (const MessageFault& fault : invalid) told_[fault.message].is_listed = false;
  return {take(now, invalid_due_, std::move(worse)), take(now, valid_due_, std::move(better))};
}

/// Those that may be told now, and notes that they were.
std::vector<FaultNews::Change> FaultNews::take(MonoTime now, MonoTime& due, std::vector<Change> changes) {
  if (now < due) return {};
  const auto flickers = [&](const Change& change) { return now < told_[change.message].quiet_until; };
  changes.erase(std::remove_if(changes.begin(), changes.end(), flickers), changes.end());
  if (changes.empty()) return changes;
  due = now + kBetween;
  for (const Change& change : changes)
    told_[change.message] = {change.state, change.state == MessageState::kOk ? now + kFlicker : now, false};
  return changes;
}

void FaultNews::clear() { std::fill(told_.begin(), told_.end(), Told{}); }

}  // namespace tripline
