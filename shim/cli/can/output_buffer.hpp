// Collects text and writes it in large blocks.
#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

#include "rt/base/time.hpp"

namespace tripline {

/// Thread: one. `out` must outlive the buffer. What was not flushed is lost. Grows when a line is longer than ever, and
/// never otherwise: no line costs heap.
class OutputBuffer {
 public:
  explicit OutputBuffer(std::FILE* out) : out_(out), block_(kBlockBytes + kLineBytes) {}

  void append(std::string_view text) {
    std::memcpy(room(text.size()), text.data(), text.size());
    size_ += text.size();
  }
  void append(char c) {
    *room(1) = c;
    ++size_;
  }
  /// Shortest text that reads back as the same number.
  template <typename Number>
  requires(std::integral<Number> || std::floating_point<Number>) void append_number(Number number) {
    char* at = room(kNumberBytes);
    size_ += static_cast<std::size_t>(std::to_chars(at, at + kNumberBytes, number).ptr - at);
  }
  /// The `digits` lowest hex digits.
  void append_hex(std::uint32_t value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) append(kHex[(value >> shift) & 0xFU]);
  }
  /// Seconds with six decimals; with nine where that is asked for, or where microseconds are not enough.
  void append_time(nanoseconds time, bool with_nanoseconds = false) {
    append_number(time.count() / 1'000'000'000);
    append('.');
    const auto fraction = static_cast<std::uint32_t>(time.count() % 1'000'000'000);
    const bool is_long = with_nanoseconds || fraction % 1'000 != 0;
    append_decimals(is_long ? fraction : fraction / 1'000, is_long ? 9 : 6);
  }
  /// Exactly `digits` digits, zeros in front.
  void append_decimals(std::uint64_t value, int digits) {
    char* at = room(static_cast<std::size_t>(digits));
    for (int i = digits - 1; i >= 0; --i, value /= 10) at[i] = static_cast<char>('0' + value % 10);
    size_ += static_cast<std::size_t>(digits);
  }

  /// Writes when a block is full. False when that failed.
  [[nodiscard]] bool end_line() {
    append('\n');
    return end_record();
  }
  /// The same without the line's end.
  [[nodiscard]] bool end_record() { return size_ < kBlockBytes || flush(); }

  [[nodiscard]] bool flush() {
    const bool written = std::fwrite(block_.data(), 1, size_, out_) == size_ && std::fflush(out_) == 0;
    size_ = 0;
    return written;
  }

 private:
  static constexpr std::size_t kBlockBytes = std::size_t{256} * 1024;
  static constexpr std::size_t kLineBytes = std::size_t{64} * 1024;
  static constexpr std::size_t kNumberBytes = 32;
  static constexpr char kHex[] = "0123456789ABCDEF";

  char* room(std::size_t bytes) {
    if (block_.size() - size_ < bytes) block_.resize(2 * (size_ + bytes));
    return block_.data() + size_;
  }

  std::FILE* out_;
  std::vector<char> block_;
  std::size_t size_ = 0;
};

}  // namespace tripline
