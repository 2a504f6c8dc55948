#include "shim/api/error_problem.hpp"

#include <algorithm>
#include <string_view>

namespace tripline {
namespace {

int status_of(ExitCode code) {
  switch (code) {
    case ExitCode::kUsage:
      return 400;
    case ExitCode::kNoInput:
      return 404;
    case ExitCode::kFailure:
      return 409;
    case ExitCode::kConflict:
      return 412;
    case ExitCode::kBadConfig:
      return 422;
    case ExitCode::kUnavailable:
      return 503;
    default:
      return 500;
  }
}

// `trigger.threshold`, `strobe.lines[2].width_us`, `body`: no blanks.
bool is_path(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '[' || c == ']';
  });
}

/// A range that is stated is a remedy too.
std::string remedy_in(std::string_view& detail) {
  constexpr std::string_view kAllowed = "allowed ";
  if (const auto mark = detail.rfind("; "); mark != std::string_view::npos) {
    std::string remedy(detail.substr(mark + 2));
    detail = detail.substr(0, mark);
    return remedy;
  }
  const auto range = detail.rfind(kAllowed);
  if (range == std::string_view::npos) return {};
  return "give a value that is allowed: " + std::string(detail.substr(range + kAllowed.size()));
}

}  // namespace

Response problem_of(int status, const Error& error, const std::string& field) {
  std::string_view detail = error.message;
  ProblemPlace place{field, {}};
  const auto colon = std::min(detail.find(": "), detail.size());
  if (colon < detail.size() && is_path(detail.substr(0, colon))) {
    place.field = detail.substr(0, colon);
    detail.remove_prefix(colon + 2);
  }
  place.remedy = remedy_in(detail);
  return problem(status, detail, place);
}

Response problem_of(const Error& error, const std::string& field) {
  return problem_of(status_of(error.code), error, field);
}

}  // namespace tripline
