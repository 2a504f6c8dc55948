// The fast reader of candump lines against the precise one, which is the reference: what it reads, it reads the same.
#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "hw/replay/candump_line.hpp"

namespace tripline {
namespace {

bool is_same(const LoggedFrame& a, const LoggedFrame& b) {
  return a.time == b.time && a.time_text == b.time_text && a.bus == b.bus && a.frame.id == b.frame.id &&
         a.frame.flags == b.frame.flags && a.frame.length == b.frame.length && a.frame.data == b.frame.data;
}

/// In memory of exactly its size, so that a sanitizer sees every byte that is read beyond it. True: the fast one took
/// it.
bool expect_same(const std::string& text) {
  const std::vector<char> exact(text.begin(), text.end());
  const std::string_view line(exact.data(), exact.size());
  LoggedFrame fast, precise;
  fast.frame.data.fill(0xEE);
  fast.frame.flags = 0xEE;
  LogFault fault;
  if (!parse_usual_candump_line(line, fast)) return false;
  EXPECT_TRUE(parse_candump_line(line, precise, fault)) << text << ": " << fault.column << ' ' << fault.expected;
  EXPECT_TRUE(is_same(fast, precise)) << text;
  return true;
}

TEST(UsualCandumpLine, TakesTheUsualShapes) {
  for (const char* text :
       {"(1436509052.249713) vcan0 044#2A366C2BBA", "(1436509052.249713) can0 123#1122334455667788",
        "(1436509052.249713) can0 12345678#1122334455667788", "(1436509052.249713) can0 20000088#0000000000000000",
        "(46408.584930) can0 260#08FFFB0000001884", "(0.000001) can0 7FF#a1B2c3", "(12345678.000000) can128 001#00",
        "(123456789.999999) c 001#0011", "(1436509052.249713)   can0 123#112233445566", "(1.000000) can0 00000000#",
        "(1436509052.249713) can0 123#", "(1436509052.249713) can0 123##3112233445566778899AABBCC",
        "(1436509052.249713) can0 12345678##0", "(1436509052.249713) can0 123#1122334455667788 R",
        "(1436509052.249713) can0 123#11 T"})
    EXPECT_TRUE(expect_same(text)) << text;
  EXPECT_TRUE(expect_same("(1436509052.249713) can0 123##1" + std::string(128, 'F')));
}

TEST(UsualCandumpLine, LeavesTheRestToThePreciseReader) {
  for (const char* text :
       {"", "(", "hello, this is no line of candump", "(1436509052.2497) can0 123#1122334455667788",
        "(1436509052.249713) can0 123#R8", "(1436509052.249713) can0 123#1122334455667788_E",
        "(1436509052.249713) can0 800#1122334455667788", "(1436509052.249713) can0 40000000#1122334455667788",
        "(9999999999.249713) can0 123#1122334455667788", "(1436509052.249713) can0 123#112233445566778",
        "(1436509052.249713) can0 123#112233445566778899", "(1436509052.249713) can0 123#112233445566778G",
        "(1436509052.249713)can0 123#1122334455667788", "(1436509052.249713) can0  123#1122334455667788",
        "(1436509052.249713) averylongbus 123#1122334455667788", "(143650905\xAE.249713) can0 123#1122334455667788",
        "(1436\xAE.249713) can0 123#1122334455667788", "(1436509052.249713) can\xA0 123#1122334455667788"})
    EXPECT_FALSE(expect_same(text)) << text;
}

class RandomLines {
 public:
  std::string next() {
    char text[64];
    const bool is_of_today = random_() % 4 != 0;  // others may be padded with zeros, which are for the precise reader
    const auto seconds =
        static_cast<unsigned>(is_of_today ? 1'000'000'000 + random_() % 2'000'000'000 : random_() >> (random_() % 32));
    std::snprintf(text, sizeof text, random_() % 2 == 0 ? "(%010u.%06u) %s " : "(%u.%06u) %s ", seconds,
                  unsigned(random_() % 1'000'000), pick({"can0", "vcan1", "can128", "c", "slcan0", "averylongbus"}));
    std::string line = text;
    std::snprintf(text, sizeof text, random_() % 2 == 0 ? "%03X#" : "%08X#",
                  unsigned(random_() >> (random_() % 24)) & 0x3FFFFFFFU);
    line += text;
    const bool is_fd = random_() % 4 == 0;
    if (is_fd) line += "#" + std::string(1, "0123456789ABCDEFabcdef"[random_() % 22]);
    const std::size_t digits = random_() % (is_fd ? 132 : 18) / 2 * 2;
    for (std::size_t i = 0; i < digits; ++i) line += "0123456789ABCDEFabcdef"[random_() % 22];
    return line + pick({"", "", "", " R", " T", "_9", "R", "\r"});
  }

  /// One or two bytes of the line changed, taken out, or doubled.
  std::string mutate(std::string line) {
    for (std::size_t i = 1 + random_() % 2; i > 0 && !line.empty(); --i) {
      const std::size_t at = random_() % line.size();
      switch (random_() % 4) {
        case 0:
          line[at] = static_cast<char>(random_());
          break;
        case 1:
          line[at] = "().# \t0F9fGg:/@'"[random_() % 16];
          break;
        case 2:
          line.erase(at, 1 + random_() % 4);
          break;
        default:
          line.insert(at, line.substr(at, 1 + random_() % 4));
      }
    }
    return line;
  }

 private:
  const char* pick(std::initializer_list<const char*> words) { return words.begin()[random_() % words.size()]; }
  std::minstd_rand random_{7};
};

TEST(UsualCandumpLine, ReadsRandomLinesAsThePreciseReaderDoes) {
  RandomLines lines;
  int good = 0, taken = 0;
  for (int i = 0; i < 40'000; ++i) {
    const std::string line = lines.next();
    LoggedFrame frame;
    LogFault fault;
    good += parse_candump_line(line, frame, fault) ? 1 : 0;
    taken += expect_same(line) ? 1 : 0;
    expect_same(lines.mutate(line));
  }
  EXPECT_GT(taken, good / 2) << "the fast reader should take most of what is good";
}

}  // namespace
}  // namespace tripline
