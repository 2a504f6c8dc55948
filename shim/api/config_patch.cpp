#include "shim/api/config_patch.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tripline {
namespace {

std::unique_ptr<wire::ConfigChangeT> change(std::string path, std::string json) {
  auto made = std::make_unique<wire::ConfigChangeT>();
  made->path = std::move(path);
  made->value = std::move(json);
  return made;
}

/// Every object is a table of the configuration: the contract has none in a field but within lists.
void collect_changes(const Json& object, const std::string& prefix, ConfigChanges& changes) {
  for (const auto& [name, value] : object.items()) {
    auto path = prefix.empty() ? name : prefix + "." + name;
    if (value.is_object())
      collect_changes(value, path, changes);
    else
      changes.push_back(change(std::move(path), value.is_null() ? std::string() : json_text(value)));
  }
}

std::string table_of(const std::string& path) {
  const auto dot = path.rfind('.');
  return dot == std::string::npos ? std::string() : path.substr(0, dot);
}

}  // namespace

Result<ConfigChanges> read_changes(const Json& object) {
  ConfigChanges changes;
  collect_changes(object, "", changes);
  std::vector<std::string> paths;
  for (const auto& one : changes) paths.push_back(one->path);
  std::sort(paths.begin(), paths.end());
  if (const auto twice = std::adjacent_find(paths.begin(), paths.end()); twice != paths.end())
    return Error{ExitCode::kUsage, fmt::format("{}: given twice; give it once", *twice)};
  return changes;
}

ConfigChanges resets_of(const std::vector<std::string>& paths) {
  ConfigChanges changes;
  for (const auto& path : paths) changes.push_back(change(path, ""));
  return changes;
}

std::string common_path(const ConfigChanges& changes) {
  if (changes.empty()) return {};
  auto common = changes.front()->path;
  for (const auto& one : changes)
    while (!common.empty() && one->path != common && !one->path.starts_with(common + ".")) common = table_of(common);
  return common;
}

}  // namespace tripline
