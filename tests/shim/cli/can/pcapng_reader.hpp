// A strict reader of pcapng files, as far as tests need one: whatever is not as the format has it is a failure.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tripline::test {

struct PcapngPacket {
  std::string interface;
  std::uint64_t time_ns = 0;
  std::string bytes;
};

/// Little-endian sections with interfaces of LINKTYPE_CAN_SOCKETCAN and nanoseconds.
class PcapngReader {
 public:
  explicit PcapngReader(std::string_view file) : file_(file) {
    while (!file_.empty() && !testing::Test::HasFailure()) block();
  }
  const std::vector<PcapngPacket>& packets() const { return packets_; }
  const std::vector<std::string>& interfaces() const { return interfaces_; }

 private:
  static std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size = 4) {
    std::uint32_t value = 0;
    EXPECT_LE(at + size, bytes.size());
    for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes.at(at + i));
    return value;
  }

  static std::map<std::uint32_t, std::string> options(std::string_view bytes) {
    std::map<std::uint32_t, std::string> found;
    while (number(bytes, 0, 2) != 0) {
      const std::size_t size = number(bytes, 2, 2);
      found[number(bytes, 0, 2)] = bytes.substr(4, size);
      for (const char padding : bytes.substr(4 + size, (4 - size % 4) % 4)) EXPECT_EQ(padding, '\0');
      bytes.remove_prefix(4 + (size + 3) / 4 * 4);
    }
    EXPECT_EQ(bytes.size(), 4U) << "something follows the end of the options";
    return found;
  }

  void block() {
    const std::uint32_t type = number(file_, 0);
    const std::uint32_t size = number(file_, 4);
    ASSERT_EQ(size % 4, 0U);
    ASSERT_GE(size, 12U);
    ASSERT_LE(size, file_.size());
    ASSERT_EQ(number(file_, size - 4), size);
    const std::string_view body = file_.substr(8, size - 12);
    file_.remove_prefix(size);
    ASSERT_EQ(blocks_++ == 0, type == 0x0A0D0D0A) << "a section's header stands in front and nowhere else";
    if (type == 0x0A0D0D0A) return section(body);
    if (type == 1) return interface(body);
    ASSERT_EQ(type, 6U);
    packet(body);
  }

  static void section(std::string_view body) {
    EXPECT_EQ(number(body, 0), 0x1A2B3C4DU);
    EXPECT_EQ(number(body, 4, 2), 1U);
    EXPECT_EQ(number(body, 6, 2), 0U);
    EXPECT_EQ(number(body, 8) & number(body, 12), 0xFFFFFFFFU);
    options(body.substr(16));
  }

  void interface(std::string_view body) {
    EXPECT_EQ(number(body, 0, 2), 227U);
    EXPECT_EQ(number(body, 2, 2), 0U);
    const auto found = options(body.substr(8));
    ASSERT_EQ(found.count(2) + found.count(9), 2U);
    EXPECT_EQ(found.at(9), "\x09");
    interfaces_.push_back(found.at(2));
  }

  void packet(std::string_view body) {
    const std::uint32_t interface = number(body, 0);
    ASSERT_LT(interface, interfaces_.size());
    const std::uint32_t size = number(body, 12);
    EXPECT_EQ(number(body, 16), size) << "cut";
    ASSERT_EQ(body.size(), 20 + (size + 3) / 4 * 4);
    const std::uint64_t time = std::uint64_t{number(body, 4)} << 32 | number(body, 8);
    packets_.push_back({interfaces_[interface], time, std::string(body.substr(20, size))});
  }

  std::string_view file_;
  std::size_t blocks_ = 0;
  std::vector<std::string> interfaces_;
  std::vector<PcapngPacket> packets_;
};

}  // namespace tripline::test
