// RT_CHECK: a condition that only a bug can break. Always on; aborts, systemd restarts, outputs go to their safe state.
#pragma once

namespace tripline {

/// Prints `file:line: check failed: expression` with write(2) and aborts. RT-safe: it never returns.
[[noreturn]] void check_failed(const char* expression, const char* file, int line) noexcept;

}  // namespace tripline

#define RT_CHECK(expression) \
  (static_cast<bool>(expression) ? void(0) : ::tripline::check_failed(#expression, __FILE__, __LINE__))
