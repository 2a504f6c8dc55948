#include "rt/base/check.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace tripline {

void check_failed(const char* expression, const char* file, int line) noexcept {
  char text[512];
  const int size = std::snprintf(text, sizeof text, "%s:%d: check failed: %s\n", file, line, expression);
  if (size > 0) {
    const auto length = static_cast<unsigned>(size) < sizeof text ? static_cast<unsigned>(size) : sizeof text - 1;
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text, length);
  }
  std::abort();
}

}  // namespace tripline
