// This build has no gpiod: its library was missing.
#include "rt/guard/guarded_lines.hpp"

namespace tripline {

Result<void> rest_gpiod(const GuardedLines& lines) {
  return Error{ExitCode::kNoDevice, lines.text() + ": this build has no gpiod; install its development package"};
}

}  // namespace tripline
