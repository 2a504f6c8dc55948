// The fields of the configuration, read from the schema's reflection: the one source of defaults, ranges, units and
// help.
#pragma once

#include <flatbuffers/reflection.h>

#include <optional>
#include <string>
#include <vector>

namespace tripline {

/// One leaf of schemas/config.fbs.
struct ConfigField {
  std::string path;          ///< e.g. `trigger.threshold`
  std::string type;          ///< number, integer, boolean, text, list, or the choices: `sim | replay | libcamera`
  std::string default_json;  ///< as JSON
  std::string unit;          ///< empty: none
  std::string help;          ///< the doc comment, one line
  std::optional<double> min;
  std::optional<double> max;
  std::optional<std::size_t> max_items;
  bool restart = false;  ///< a change takes effect only after a restart of the core
};

/// The schema's reflection, embedded in the program. Lifetime: static.
const reflection::Schema& config_schema();

/// Every leaf, in the order of the schema's field ids.
std::vector<ConfigField> config_fields();

/// The fields of a table in the order of their ids (reflection sorts by name).
std::vector<const reflection::Field*> fields_by_id(const reflection::Object& table);

/// What the schema says about one field. `path` is what it is to be called.
ConfigField describe_field(const reflection::Field& field, const std::string& path);

/// The text of a field's own attribute (`min`, `unit`, …), if it has it.
std::optional<std::string> attribute(const reflection::Field& field, const char* name);

/// `allowed 1..254 grey levels`; empty when no range is declared.
std::string allowed_range(const ConfigField& field);

}  // namespace tripline
