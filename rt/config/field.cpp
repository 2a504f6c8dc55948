#include "rt/config/field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "rt/config/json_value.hpp"
#include "schemas/config_bfbs_generated.h"

namespace tripline {
namespace {

std::optional<double> number_attribute(const reflection::Field& field, const char* name) {
  const auto text = attribute(field, name);
  return text ? std::optional(std::strtod(text->c_str(), nullptr)) : std::nullopt;
}

std::string joined_comment(const reflection::Field& field) {
  std::string help;
  if (field.documentation() == nullptr) return help;
  for (const auto* line : *field.documentation()) help += line->str();
  const auto first = help.find_first_not_of(' ');
  return first == std::string::npos ? std::string() : help.substr(first);
}

std::string choices(const reflection::Enum& type) {
  std::string names;
  for (const auto* value : *type.values()) names += (names.empty() ? "" : " | ") + value->name()->str();
  return names;
}

std::string type_name(const reflection::Field& field) {
  const auto& type = *field.type();
  if (type.base_type() == reflection::Vector) return "list";
  if (type.base_type() == reflection::String) return "text";
  if (type.base_type() == reflection::Bool) return "boolean";
  if (type.index() >= 0) return choices(*config_schema().enums()->Get(static_cast<unsigned>(type.index())));
  return flatbuffers::IsFloat(type.base_type()) ? "number" : "integer";
}

void collect(const reflection::Object& table, const std::string& prefix, std::vector<ConfigField>& into) {
  for (const auto* field : fields_by_id(table)) {
    const auto path = prefix.empty() ? field->name()->str() : prefix + "." + field->name()->str();
    if (field->type()->base_type() == reflection::Obj)
      collect(*config_schema().objects()->Get(static_cast<unsigned>(field->type()->index())), path, into);
    else
      into.push_back(describe_field(*field, path));
  }
}

}  // namespace

ConfigField describe_field(const reflection::Field& field, const std::string& path) {
  ConfigField result;
  result.path = path;
  result.type = type_name(field);
  result.default_json = default_json(config_schema(), field);
  result.unit = attribute(field, "unit").value_or("");
  result.help = joined_comment(field);
  result.min = number_attribute(field, "min");
  result.max = number_attribute(field, "max");
  if (const auto items = number_attribute(field, "max_items")) result.max_items = static_cast<std::size_t>(*items);
  result.restart = attribute(field, "restart").has_value();
  return result;
}

const reflection::Schema& config_schema() { return *reflection::GetSchema(wire::ConfigBinarySchema::data()); }

std::vector<ConfigField> config_fields() {
  std::vector<ConfigField> fields;
  collect(*config_schema().root_table(), "", fields);
  return fields;
}

std::vector<const reflection::Field*> fields_by_id(const reflection::Object& table) {
  std::vector<const reflection::Field*> fields(table.fields()->begin(), table.fields()->end());
  std::sort(fields.begin(), fields.end(), [](const auto* a, const auto* b) { return a->id() < b->id(); });
  return fields;
}

std::optional<std::string> attribute(const reflection::Field& field, const char* name) {
  if (field.attributes() == nullptr) return std::nullopt;
  const auto* found = field.attributes()->LookupByKey(name);
  if (found == nullptr) return std::nullopt;
  return found->value() == nullptr ? std::string() : found->value()->str();
}

std::string allowed_range(const ConfigField& field) {
  if (!field.min || !field.max) return {};
  return fmt::format("allowed {}..{}{}{}", *field.min, *field.max, field.unit.empty() ? "" : " ", field.unit);
}

}  // namespace tripline
