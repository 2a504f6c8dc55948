#include "rt/loops/notice_queue.hpp"

#include <utility>

namespace tripline {

void NoticeQueue::log(LogLevel level, std::string source, std::string message) {
  log_line(level, source, message);
  push({false, level, {}, std::move(source), std::move(message), {}, MonoClock::now(), WallClock::now()});
}

void NoticeQueue::alert(LogLevel severity, wire::AlertKind kind, std::string source, std::string message,
                        std::string remedy) {
  log_line(severity, source, remedy.empty() ? message : message + "; " + remedy);
  push({true, severity, kind, std::move(source), std::move(message), std::move(remedy), MonoClock::now(),
        WallClock::now()});
}

void NoticeQueue::push(Notice notice) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() == kWaiting) {
    waiting_.pop_front();
    ++dropped_;
  }
  waiting_.push_back(std::move(notice));
}

std::vector<Notice> NoticeQueue::take_all() {
  const std::lock_guard lock(mutex_);
  std::vector<Notice> all(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(waiting_.end()));
  waiting_.clear();
  return all;
}

std::uint64_t NoticeQueue::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

}  // namespace tripline
