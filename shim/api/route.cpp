#include "shim/api/route.hpp"

#include <algorithm>

namespace tripline {
namespace {

/// The text up to the next '/', taken from the front of `path`.
std::string_view take_part(std::string_view& path) {
  const auto end = std::min(path.find('/'), path.size());
  const auto part = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return part;
}

bool is_variable(std::string_view part) { return part.starts_with('{') && part.ends_with('}'); }

}  // namespace

std::optional<PathValues> match_path(std::string_view pattern, std::string_view path) {
  if (std::count(pattern.begin(), pattern.end(), '/') != std::count(path.begin(), path.end(), '/')) return std::nullopt;
  PathValues values;
  while (!pattern.empty() || !path.empty()) {
    const auto expected = take_part(pattern);
    const auto part = take_part(path);
    if (is_variable(expected) && !part.empty())
      values.emplace_back(part);
    else if (part != expected)
      return std::nullopt;
  }
  return values;
}

}  // namespace tripline
