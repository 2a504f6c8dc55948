// journal_tail: the last lines that a service of systemd wrote.
#pragma once

#include <string>
#include <vector>

namespace tripline {

/// At most limits::kReasonLines, oldest first, each at most limits::kReasonLineBytes long. Where there is none that
/// this process may read, one line that says so and what mends it.
std::vector<std::string> journal_tail(const std::string& unit);

}  // namespace tripline
