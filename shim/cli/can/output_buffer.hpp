// Collects text and writes it in large blocks.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace tripline {

/// Thread: one. `out` must outlive the buffer. What was not flushed is lost.
class OutputBuffer {
 public:
  explicit OutputBuffer(std::FILE* out) : out_(out) { text_.reserve(2 * kBlockBytes); }

  void append(std::string_view text) { text_.append(text); }
  void append(char c) { text_.push_back(c); }
  /// Shortest text that reads back as the same number.
  template <typename Number>
  void append_number(Number number) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    text_.append(digits, static_cast<std::size_t>(end - digits));
  }

  /// Writes when a block is full. False when that failed.
  [[nodiscard]] bool end_line() {
    text_.push_back('\n');
    return text_.size() < kBlockBytes || flush();
  }

  [[nodiscard]] bool flush() {
    const bool written = std::fwrite(text_.data(), 1, text_.size(), out_) == text_.size() && std::fflush(out_) == 0;
    text_.clear();
    return written;
  }

 private:
  static constexpr std::size_t kBlockBytes = std::size_t{256} * 1024;

  std::FILE* out_;
  std::string text_;
};

}  // namespace tripline
