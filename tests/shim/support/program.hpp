// Program: a program under test as a child process: its log, its exit code, and how long it takes to stop.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tripline::test {

class Program {
 public:
  /// Starts `path` with these arguments; standard error goes to `log`.
  Program(const std::string& path, std::vector<std::string> arguments, std::filesystem::path log);
  /// Kills it if it still runs.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  pid_t pid() const noexcept { return pid_; }
  void signal(int number) const noexcept;
  /// Exit code, or minus the signal that ended it; nothing when it does not end in time.
  std::optional<int> wait(std::chrono::milliseconds limit = std::chrono::seconds(10));
  /// What it wrote to standard error so far.
  std::string log() const;
  /// Waits until its log has this text.
  [[nodiscard]] bool wait_log(const std::string& text) const;

 private:
  pid_t pid_ = -1;
  std::filesystem::path log_;
};

}  // namespace tripline::test
