#include "rt/config/layer.hpp"

#include <flatbuffers/idl.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <vector>

#include "rt/base/limits.hpp"
#include "rt/config/field.hpp"
#include "rt/config/json_place.hpp"
#include "rt/config/json_value.hpp"
#include "rt/config/range_check.hpp"
#include "schemas/config_bfbs_generated.h"

namespace tripline {
namespace {

constexpr auto kSeeHelp = "; `tripline config` lists every field";

/// The parser's own message, cut to one line: "name:2:17: error: unknown field: treshold".
std::string one_line(std::string message) {
  message = message.substr(0, message.find('\n'));
  if (const auto noise = message.find(", originally at:"); noise != std::string::npos) message.resize(noise);
  return message;
}

bool prepare(flatbuffers::Parser& parser) {
  return parser.Deserialize(wire::ConfigBinarySchema::data(), wire::ConfigBinarySchema::size());
}

void collect_present(const flatbuffers::Table& table, const reflection::Object& type, const std::string& prefix,
                     ConfigValues& into) {
  const auto& schema = config_schema();
  for (const auto* field : fields_by_id(type)) {
    if (!table.CheckField(field->offset())) continue;
    const auto path = prefix.empty() ? field->name()->str() : prefix + "." + field->name()->str();
    if (field->type()->base_type() == reflection::Obj)
      collect_present(*flatbuffers::GetFieldT(table, *field),
                      *schema.objects()->Get(static_cast<unsigned>(field->type()->index())), path, into);
    else
      into.emplace(path, json_of(schema, *field, table));
  }
}

std::string nested(const std::string& path, const std::string& json) {
  std::string text = json;
  for (auto rest = path; !rest.empty();) {
    const auto dot = rest.rfind('.');
    text = fmt::format("{{{}: {}}}", dot == std::string::npos ? rest : rest.substr(dot + 1), text);
    rest = dot == std::string::npos ? "" : rest.substr(0, dot);
  }
  return text;
}

bool is_field_or_table(const std::string& path) {
  const auto fields = config_fields();
  return !path.empty() && std::any_of(fields.begin(), fields.end(),
                                      [&](const ConfigField& field) { return is_within(path, field.path); });
}

}  // namespace

bool is_within(const std::string& path, const std::string& field) {
  return field == path || field.rfind(path + ".", 0) == 0;
}

Result<void> check_path(const std::string& path) {
  if (is_field_or_table(path)) return {};
  return Error{ExitCode::kBadConfig, fmt::format("{}: no such field{}", path, kSeeHelp)};
}

Result<ConfigValues> parse_layer(const std::string& text, const std::string& name) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) return ConfigValues{};
  flatbuffers::IDLOptions options;
  options.force_defaults = true;  // a field set to its default is set all the same
  flatbuffers::Parser parser(options);
  RT_CHECK(prepare(parser));
  if (!parser.ParseJson(text.c_str(), name.c_str()))
    return Error{ExitCode::kBadConfig, one_line(parser.error_) + kSeeHelp};
  const auto& table = *flatbuffers::GetAnyRoot(parser.builder_.GetBufferPointer());
  if (const auto bad = first_out_of_range(table))
    return Error{ExitCode::kBadConfig,
                 fmt::format("{}:{}: {}: {}", name, place_of(text, bad->path).line, bad->path, bad->problem)};
  ConfigValues values;
  collect_present(table, *config_schema().root_table(), "", values);
  return values;
}

Result<ConfigValues> load_layer(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  std::ifstream stream(file);
  if (error || !stream)
    return Error{ExitCode::kNoInput, fmt::format("{}: cannot read the configuration: {}", file.string(),
                                                 error ? error.message() : "permission denied")};
  if (size > limits::kConfigFileBytes)
    return Error{ExitCode::kBadConfig, fmt::format("{}: {} bytes, a configuration file has at most {}", file.string(),
                                                   size, limits::kConfigFileBytes)};
  std::ostringstream text;
  text << stream.rdbuf();
  return parse_layer(text.str(), file.string());
}

Result<ConfigValues> parse_assignment(const std::string& path, const std::string& json) {
  if (const auto known = check_path(path); !known) return known.error();
  auto layer = parse_layer(nested(path, json), path);
  const bool only_that = layer && !layer->empty() && std::all_of(layer->begin(), layer->end(), [&](const auto& value) {
                           return is_within(path, value.first);
                         });
  if (layer && !only_that)
    return Error{ExitCode::kBadConfig, fmt::format("{}: '{}' is not one JSON value", path, json)};
  return layer;
}

std::string layer_json(const ConfigValues& values) {
  std::string text = "{\n";
  std::string open;  // the table whose braces are open
  for (const auto& [path, json] : values) {
    const auto dot = path.find('.');
    const auto table = path.substr(0, dot);
    if (table != open) {
      text += (open.empty() ? "" : "  },\n") + fmt::format("  \"{}\": {{\n", table);
      open = table;
    }
    text += fmt::format("    \"{}\": {},\n", path.substr(dot + 1), json);
  }
  return text + (open.empty() ? "}\n" : "  }\n}\n");
}

}  // namespace tripline
