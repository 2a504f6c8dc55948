// The bytes of a log, in large blocks, from a file or from standard input.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {

/// Memory stays the same however long the log is: a window moves over it. read(), not mmap(): a log on a pipe works
/// the same, a file that shrinks is no SIGBUS, and out of the page cache the copy of a candump line took 2.5 ns of 33.
/// Thread: one. Errors: kNoInput when reading fails.
class LogSource {
 public:
  /// `path` "-" is standard input. Errors: kNoInput.
  static Result<LogSource> open(const std::string& path);

  /// What was read and not yet taken; valid until fill(), hold() or skip().
  std::string_view buffered() const noexcept { return {buffer_.get() + begin_, end_ - begin_}; }
  void take(std::size_t bytes) noexcept { begin_ += bytes; }

  /// Waits for more behind what is buffered, for which there must be room. False at the end.
  Result<bool> fill();
  /// Waits until at least so many bytes are buffered. False when the end comes first.
  Result<bool> hold(std::size_t bytes);
  /// Takes so many bytes without keeping them. False when the end comes first.
  Result<bool> skip(std::uint64_t bytes);

  const std::string& name() const noexcept { return name_; }
  /// Of buffered() in the log.
  std::uint64_t offset() const noexcept { return taken_before_ + begin_; }
  /// kBadData at a byte of the log.
  Error bad(std::uint64_t offset, const std::string& expected) const;

 private:
  LogSource(std::string name, UniqueFd fd);

  std::string name_;
  UniqueFd fd_;
  std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t taken_before_ = 0;  ///< bytes that are no longer in the buffer
  bool is_at_end_ = false;
};

}  // namespace tripline
