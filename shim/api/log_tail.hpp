// LogTail: the core's newest log lines, and a way to wait for the next ones.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "schemas/log_generated.h"
#include "shim/bus/event_subscriber.hpp"

namespace tripline {

struct LogLine {
  std::uint64_t position = 0;  ///< grows by one from line to line, over restarts of the core too
  std::uint64_t run_id = 0;
  wire::LogLevel level = wire::LogLevel::info;
  std::string source;
  std::string message;
  std::int64_t wall_ns = 0;
};

/// What is asked of the tail.
struct LogWish {
  std::uint64_t after = 0;                       ///< lines behind this position, the oldest first; 0: the newest lines
  wire::LogLevel level = wire::LogLevel::debug;  ///< at least
  std::size_t limit = 0;
};

struct LogPage {
  std::vector<LogLine> lines;  ///< in the order in which they were said
  std::uint64_t next = 0;      ///< ask for what is behind this position next
  std::uint64_t missed = 0;    ///< lines behind `after` that are no longer kept
};

/// Keeps limits::kLogsKept lines. Thread: any; the bus thread writes, HTTP workers read.
class LogTail {
 public:
  void see(const std::shared_ptr<const Event>& event);

  /// Waits at most `patience` until there is a line.
  LogPage read(const LogWish& wish, std::chrono::milliseconds patience);

  /// Nobody waits from now on: the process ends.
  void close();

 private:
  LogPage page(const LogWish& wish) const;

  mutable std::mutex mutex_;
  std::condition_variable news_;
  std::deque<LogLine> lines_;
  std::uint64_t newest_ = 0;
  bool closed_ = false;
};

}  // namespace tripline
