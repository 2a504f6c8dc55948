#include "rt/base/log.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <ctime>

#include "rt/base/time.hpp"

namespace tripline {
namespace {

// The one process-wide setting: the level of a process's own stderr. Written by set_log_level, read by log_line.
std::atomic<LogLevel> level_in_force{LogLevel::kInfo};

constexpr std::array<std::string_view, 4> kNames{"DEBUG", "INFO", "WARNING", "ERROR"};

std::string utc_now() {
  const auto now = WallClock::now().time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now);
  const std::time_t time = seconds.count();
  std::tm utc{};
  ::gmtime_r(&time, &utc);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  return fmt::format("{}.{:03}Z", text.data(),
                     std::chrono::duration_cast<std::chrono::milliseconds>(now - seconds).count());
}

}  // namespace

void set_log_level(LogLevel level) noexcept { level_in_force.store(level, std::memory_order_relaxed); }

void log_line(LogLevel level, std::string_view source, std::string_view message) {
  if (level < level_in_force.load(std::memory_order_relaxed)) return;
  auto line = fmt::format("{} {} {}: {}", utc_now(), kNames[static_cast<std::size_t>(level)], source, message);
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < 0x20; }, ' ');
  line += '\n';
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace tripline
