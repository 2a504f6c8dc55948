// UnitLog: what the programs of one unit say on standard error: passed on, kept in a file, its last lines remembered.
#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {

/// A pipe whose write end is the standard error of the unit's programs, one after the other, and of what they start.
/// The file is limited to limits::kUnitLogBytes; then it becomes `….1`, that `….2`, and the oldest goes. Thread: one.
class UnitLog {
 public:
  /// Opens `file` to append, and makes its directory. Errors: kCannotCreate, kSystem.
  static Result<UnitLog> open(const std::filesystem::path& file);

  /// For a program to write to.
  int write_end() const noexcept { return write_end_.get(); }
  /// Readable when there is something to pump().
  int fd() const noexcept { return read_end_.get(); }
  /// Takes what waits in the pipe. Where our own standard error does not take it at once, the file alone gets it: a
  /// terminal that stands still must not hold up the supervisor.
  void pump();
  /// The newest lines, oldest first, at most limits::kReasonLines.
  std::vector<std::string> last_lines() const { return {lines_.begin(), lines_.end()}; }
  /// Forgets them: a new program begins.
  void forget_lines();

 private:
  UnitLog(std::filesystem::path path, UniqueFd file, UniqueFd read_end, UniqueFd write_end);
  void keep(std::string_view text);
  void remember(std::string_view text);
  void rotate();

  std::filesystem::path path_;
  UniqueFd file_;
  UniqueFd read_end_;
  UniqueFd write_end_;
  std::size_t file_bytes_ = 0;
  std::string unfinished_;  ///< a line whose end has not come yet
  std::deque<std::string> lines_;
};

}  // namespace tripline
