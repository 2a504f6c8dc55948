#include "bench/parse/peers.hpp"

#include <cstdio>
#include <cstring>
#include <memory>

#include "hw/replay/candump_line.hpp"
#include "hw/replay/log_lines.hpp"

namespace tripline::bench {
namespace {

int digit_of(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

std::uint64_t sum_of(const char* hex) {
  std::uint64_t sum = 0;
  for (; hex[0] != '\0' && hex[1] != '\0'; hex += 2)
    sum += static_cast<unsigned>(digit_of(hex[0]) << 4 | digit_of(hex[1]));
  return sum;
}

/// Calls `use` with every line of a log that can be read.
template <typename Use>
void for_each_line(const std::string& path, Use&& use) {
  LogSource source = LogSource::open(path).value();
  LogLines lines(source);
  std::string_view text;
  while (lines.next(text).value()) use(text);
}

}  // namespace

std::uint64_t scan_newlines(const std::string& path) {
  std::uint64_t count = 0;
  for_each_line(path, [&count](std::string_view) { ++count; });
  return count;
}

std::uint64_t scan_with_sscanf(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "r"), &std::fclose);
  std::uint64_t sum = 0;
  char line[512], bus[32], frame[256];
  while (file != nullptr && std::fgets(line, sizeof line, file.get()) != nullptr) {
    unsigned long long seconds = 0, microseconds = 0;
    if (std::sscanf(line, "(%llu.%llu) %31s %255s", &seconds, &microseconds, bus, frame) != 4) continue;
    const char* data = std::strchr(frame, '#');
    sum += seconds + microseconds + std::strtoul(frame, nullptr, 16) + (data == nullptr ? 0 : sum_of(data + 1));
  }
  return sum;
}

std::uint64_t read_precisely(const std::string& path) {
  std::uint64_t sum = 0;
  LoggedFrame frame;
  LogFault fault;
  for_each_line(path, [&](std::string_view text) {
    if (parse_candump_line(text, frame, fault)) sum += frame.frame.data[0];
  });
  return sum;
}

}  // namespace tripline::bench
