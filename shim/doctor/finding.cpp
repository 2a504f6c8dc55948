#include "shim/doctor/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace tripline {

std::string_view to_text(Severity severity) noexcept {
  constexpr std::array<std::string_view, 4> kTexts{"ok", "info", "warning", "error"};
  return kTexts[static_cast<std::size_t>(severity)];
}

Finding not_visible(std::string id, const std::string& where, std::string why) {
  return {std::move(id), Severity::kInfo, "not visible here (no " + where + ")", std::move(why), ""};
}

int exit_code_of(const Findings& findings) noexcept {
  Severity worst = Severity::kOk;
  for (const auto& finding : findings) worst = std::max(worst, finding.severity);
  return worst == Severity::kError ? 2 : worst == Severity::kWarning ? 1 : 0;
}

std::string findings_text(const Findings& findings, bool all) {
  Findings sorted = findings;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.severity > b.severity; });
  std::string text;
  std::array<int, 4> counts{};
  for (const auto& finding : sorted) {
    ++counts[static_cast<std::size_t>(finding.severity)];
    if (finding.severity == Severity::kOk && !all) continue;
    text += fmt::format("{:<8} {:<18} {}\n", to_text(finding.severity), finding.id, finding.seen);
    if (finding.severity >= Severity::kWarning) text += fmt::format("{:27} why:  {}\n", "", finding.why);
    if (!finding.remedy.empty()) text += fmt::format("{:27} mend: {}\n", "", finding.remedy);
  }
  return text + fmt::format("{} errors, {} warnings, {} for your information, {} in order{}\n", counts[3], counts[2],
                            counts[1], counts[0], all ? "" : " (--all shows them)");
}

std::string findings_json(const Findings& findings) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& finding : findings)
    list.push_back({{"id", finding.id},
                    {"severity", to_text(finding.severity)},
                    {"seen", finding.seen},
                    {"why", finding.why},
                    {"remedy", finding.remedy}});
  return nlohmann::ordered_json{{"exit_code", exit_code_of(findings)}, {"findings", list}}.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace tripline
