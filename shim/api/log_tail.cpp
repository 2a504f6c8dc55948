#include "shim/api/log_tail.hpp"

#include "rt/base/limits.hpp"

namespace tripline {

void LogTail::see(const std::shared_ptr<const Event>& event) {
  if (event->topic.key != "log") return;
  const auto& log = *wire::GetLog(event->message.data());
  const std::lock_guard lock(mutex_);
  lines_.push_back({++newest_, event->run_id, log.level(), log.source()->str(), log.message()->str(), log.wall_ns()});
  if (lines_.size() > limits::kLogsKept) lines_.pop_front();
  news_.notify_all();
}

LogPage LogTail::read(const LogWish& wish, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  LogPage found;
  news_.wait_for(lock, patience, [&] {
    found = page(wish);
    return closed_ || !found.lines.empty();
  });
  return found;
}

LogPage LogTail::page(const LogWish& wish) const {
  // A position beyond all lines is of another web process: whoever comes with it begins anew.
  const auto after = wish.after > newest_ ? 0 : wish.after;
  LogPage page;
  page.next = newest_;
  if (after > 0 && !lines_.empty() && after + 1 < lines_.front().position)
    page.missed = lines_.front().position - after - 1;
  std::deque<LogLine> chosen;
  for (const auto& line : lines_) {
    if (line.position <= after || line.level < wish.level) continue;
    // Whoever follows gets the oldest first and the rest with the next request.
    if (after > 0 && chosen.size() == wish.limit) {
      page.next = chosen.back().position;
      break;
    }
    chosen.push_back(line);
    if (chosen.size() > wish.limit) chosen.pop_front();
  }
  page.lines.assign(chosen.begin(), chosen.end());
  return page;
}

void LogTail::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  news_.notify_all();
}

}  // namespace tripline
