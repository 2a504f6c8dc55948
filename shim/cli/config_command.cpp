#include "shim/cli/config_command.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "rt/config/field.hpp"
#include "rt/config/layer.hpp"

namespace tripline {
namespace {

Result<void> list_fields(const std::string& prefix) {
  bool found = false;
  for (const auto& field : config_fields()) {
    if (field.path.rfind(prefix, 0) != 0) continue;
    found = true;
    const auto range = allowed_range(field);
    fmt::print("{}  {}{}, default {}{}\n    {}\n", field.path, field.type, range.empty() ? "" : " " + range,
               field.default_json, field.restart ? ", needs a restart" : "", field.help);
  }
  if (!found)
    return Error{ExitCode::kUsage, fmt::format("{}: no such field; `tripline config` lists every field", prefix)};
  return {};
}

Result<void> check_file(const std::string& file) {
  const auto layer = load_layer(file);
  if (!layer) return layer.error();
  fmt::print("{}: {} fields, all as they should be\n", file, layer->size());
  return {};
}

}  // namespace

void add_config_command(CLI::App& app, Command& chosen) {
  auto prefix = std::make_shared<std::string>();
  auto file = std::make_shared<std::string>();
  auto* config =
      app.add_subcommand("config", "List every field of the configuration: type, range, unit, default, what it is for");
  config->add_option("field", *prefix, "Only fields that begin with this, e.g. trigger");
  config->add_option("--check", *file, "Check a configuration file instead");
  config->callback([prefix, file, &chosen] {
    chosen = [prefix, file] { return file->empty() ? list_fields(*prefix) : check_file(*file); };
  });
}

}  // namespace tripline
