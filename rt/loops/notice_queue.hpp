// What the ordinary threads have to say: log lines and alerts, to standard error and to the publisher.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "rt/base/log.hpp"
#include "rt/base/time.hpp"
#include "schemas/alert_generated.h"

namespace tripline {

/// A log line, or an alert when `is_alert`.
struct Notice {
  bool is_alert = false;
  LogLevel level = LogLevel::kInfo;
  wire::AlertKind kind{};  ///< of an alert
  std::string source;
  std::string message;
  std::string remedy;  ///< of an alert; empty: nothing to do
  MonoTime mono;
  WallTime wall;
};

/// Bounded: beyond kWaiting the oldest is dropped and counted. Thread: any ordinary. RT-safe: no (a lock, the heap).
class NoticeQueue {
 public:
  static constexpr std::size_t kWaiting = 256;

  void log(LogLevel level, std::string source, std::string message);
  /// Also a log line: `error` and `warning` as such.
  void alert(LogLevel severity, wire::AlertKind kind, std::string source, std::string message, std::string remedy = {});
  std::vector<Notice> take_all();
  std::uint64_t dropped() const;

 private:
  void push(Notice notice);
  mutable std::mutex mutex_;
  std::deque<Notice> waiting_;
  std::uint64_t dropped_ = 0;
};

}  // namespace tripline
