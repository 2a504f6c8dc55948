#include "rt/config/config_change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "rt/config/field.hpp"

namespace tripline {
namespace {

/// What a field takes: `give a value of type integer, allowed 1..254 grey levels`.
std::string expectation(const std::string& path) {
  for (const auto& field : config_fields())
    if (field.path == path)
      return fmt::format("give a value of type {}{}{}", field.type, field.min ? ", " : "", allowed_range(field));
  return "`tripline config` lists every field";
}

/// The parser calls the text by its path and counts lines in it: `path:1:17: error: …`; here there is one value alone.
Error about_field(const std::string& path, const Error& error) {
  std::string_view rest = error.message;
  if (rest.starts_with(path)) rest.remove_prefix(path.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(":0123456789 "), rest.size()));
  for (const auto& noise : {std::string("error: "), path + ": "})
    if (rest.starts_with(noise)) rest.remove_prefix(noise.size());
  if (rest.find("allowed ") != std::string_view::npos) return {error.code, fmt::format("{}: {}", path, rest)};
  return {error.code, fmt::format("{}: {}; {}", path, rest.substr(0, rest.find("; ")), expectation(path))};
}

}  // namespace

Result<ConfigValues> changed_overrides(ConfigValues overrides, const ConfigChangeSet& set) {
  if (set.replaces) overrides.clear();
  for (const auto& change : set.changes) {
    if (!change.json) {
      if (const auto known = check_path(change.path); !known) return known.error();
      std::erase_if(overrides, [&](const auto& value) { return is_within(change.path, value.first); });
      continue;
    }
    const auto assignment = parse_assignment(change.path, *change.json);
    if (!assignment) return about_field(change.path, assignment.error());
    for (const auto& [path, json] : *assignment) overrides[path] = json;
  }
  return overrides;
}

}  // namespace tripline
