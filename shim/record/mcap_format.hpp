// The MCAP container (mcap.dev/spec): opcodes, the magic, and little-endian building blocks of its records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace tripline::mcap {

inline constexpr std::string_view kMagic("\x89MCAP0\r\n", 8);

enum class Opcode : std::uint8_t {
  kHeader = 0x01,
  kFooter = 0x02,
  kSchema = 0x03,
  kChannel = 0x04,
  kMessage = 0x05,
  kDataEnd = 0x0f,
};

/// Opcode and length, in front of every record.
inline constexpr std::size_t kRecordHeadBytes = 1 + 8;

/// One record under construction.
class RecordBuilder {
 public:
  explicit RecordBuilder(Opcode opcode) : bytes_(kRecordHeadBytes, '\0') { bytes_[0] = static_cast<char>(opcode); }

  template <typename Integer>
  RecordBuilder& put(Integer value) {
    for (std::size_t i = 0; i < sizeof(Integer); ++i)
      bytes_ += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xff);
    return *this;
  }
  /// Byte length, then the bytes.
  RecordBuilder& put_text(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    return put_bytes(text);
  }
  RecordBuilder& put_bytes(std::string_view bytes) {
    bytes_ += bytes;
    return *this;
  }
  /// The record, with its length filled in.
  std::string finish() {
    const std::uint64_t length = bytes_.size() - kRecordHeadBytes;
    for (std::size_t i = 0; i < sizeof length; ++i) bytes_[1 + i] = static_cast<char>((length >> (8 * i)) & 0xff);
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
};

}  // namespace tripline::mcap
