// Log lines of the ordinary threads, to standard error: `2026-11-21T09:30:00.123Z INFO web: listening on …`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tripline {

/// Same values as wire::LogLevel.
enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError };

/// Lines below this level are not written. Thread: any.
void set_log_level(LogLevel level) noexcept;

/// One line with time, level and source; control characters in it become spaces. Thread: any ordinary. RT-safe: no.
void log_line(LogLevel level, std::string_view source, std::string_view message);

inline void log_debug(std::string_view source, std::string_view message) {
  log_line(LogLevel::kDebug, source, message);
}
inline void log_info(std::string_view source, std::string_view message) { log_line(LogLevel::kInfo, source, message); }
inline void log_warning(std::string_view source, std::string_view message) {
  log_line(LogLevel::kWarning, source, message);
}
inline void log_error(std::string_view source, std::string_view message) {
  log_line(LogLevel::kError, source, message);
}

}  // namespace tripline
