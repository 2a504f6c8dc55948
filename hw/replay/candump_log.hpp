// A candump log, line by line, from a file or from standard input.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hw/replay/candump_line.hpp"
#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {

/// Memory stays the same however long the log is. Lines of a pipe are there as soon as they are written.
class CandumpLog {
 public:
  /// `path` "-" is standard input. Errors: kNoInput.
  static Result<CandumpLog> open(const std::string& path);

  /// The next frame; its views are valid until the next call. Blank lines are passed over. False at the end. Errors:
  /// kBadData naming file, line, column and what was expected there; kNoInput when reading fails.
  Result<bool> next(CandumpLine& line);

  /// The next frame that is already in memory would be there without waiting for the source.
  bool has_buffered_line() const noexcept;

  const std::string& path() const noexcept { return path_; }

 private:
  CandumpLog(std::string path, UniqueFd fd);
  Result<bool> next_text(std::string_view& text);
  Result<bool> fill();
  Error bad(std::size_t column, const std::string& expected) const;

  std::string path_;
  UniqueFd fd_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  ///< of what was read but not yet taken
  std::size_t end_ = 0;
  bool at_end_ = false;
  std::uint64_t line_ = 0;
};

}  // namespace tripline
