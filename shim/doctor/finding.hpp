// Finding: one thing that the doctor looked at: what was seen, why it matters, and the command that mends it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tripline {

/// kInfo: no fault, or not visible from here. kWarning: works, less well. kError: will not work as configured.
enum class Severity : std::uint8_t { kOk, kInfo, kWarning, kError };

std::string_view to_text(Severity severity) noexcept;

struct Finding {
  std::string id;  ///< stays the same from release to release, e.g. `kernel.preemption`
  Severity severity = Severity::kOk;
  std::string seen;
  std::string why;     ///< one clause
  std::string remedy;  ///< the exact command; empty: nothing to mend
};

using Findings = std::vector<Finding>;

/// What a probe says where the system does not show what it looks for.
Finding not_visible(std::string id, const std::string& where, std::string why);

/// 0: all in order, 1: warnings, 2: errors.
int exit_code_of(const Findings& findings) noexcept;

/// Worst first, a few words per line; `all`: also what is in order.
std::string findings_text(const Findings& findings, bool all);
/// {"exit_code":…,"findings":[{"id":…,"severity":…,"seen":…,"why":…,"remedy":…},…]}
std::string findings_json(const Findings& findings);

}  // namespace tripline
