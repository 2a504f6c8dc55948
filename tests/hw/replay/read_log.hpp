// Reads a CAN log that a test has written, to the end.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "hw/replay/can_log.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline::test {

struct ReadFrame {
  nanoseconds time{0};
  std::string time_text;
  std::string bus;
  CanFrame frame;

  std::vector<int> payload() const { return {frame.data.begin(), frame.data.begin() + frame.length}; }
};

struct ReadLog {
  std::vector<ReadFrame> frames;
  std::string error;  ///< without the directory of the file
  ExitCode code = ExitCode::kOk;
  LogClock clock = LogClock::kNone;
  std::uint64_t passed_over = 0;
};

/// `path` any log.
inline ReadLog read_log_file(const std::string& path) {
  ReadLog read;
  auto log = CanLog::open(path);
  LoggedFrame frame;
  while (log) {
    const Result<bool> more = log->next(frame);
    if (!more) read.error = more.error().message, read.code = more.error().code;
    if (!more || !*more) break;
    read.frames.push_back({frame.time, std::string(frame.time_text), std::string(frame.bus), frame.frame});
  }
  if (!log) read.error = log.error().message, read.code = log.error().code;
  if (log) read.clock = log->clock(), read.passed_over = log->passed_over();
  return read;
}

/// A log of these bytes, in a file "log" without an ending that could tell its format.
inline ReadLog read_log(const std::string& bytes) {
  const TempDir dir;
  const std::string path = (dir.path() / "log").string();
  std::ofstream(path, std::ios::binary) << bytes;
  ReadLog read = read_log_file(path);
  if (const auto at = read.error.find(dir.path().string()); at == 0)
    read.error.erase(0, dir.path().string().size() + 1);
  return read;
}

}  // namespace tripline::test
