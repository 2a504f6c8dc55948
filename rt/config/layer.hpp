// One layer of configuration: the fields that one JSON text sets, checked as a whole.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "rt/base/result.hpp"

namespace tripline {

/// JSON of each field that is set, by path. A list is one value.
using ConfigValues = std::map<std::string, std::string>;

/// Parses JSON with comments against schemas/config.fbs. `name` is what messages call the text.
/// Errors: kBadConfig with `name:line: field: what is wrong, what is allowed`; then nothing of it holds.
Result<ConfigValues> parse_layer(const std::string& text, const std::string& name);

/// parse_layer of a file. Errors: also kNoInput.
Result<ConfigValues> load_layer(const std::filesystem::path& file);

/// What a person sets: `path` as in ConfigField and `json` its value, or the path of a table (`signals`) and an object
/// with some of its fields, which then change together. Errors: kBadConfig naming path and range.
Result<ConfigValues> parse_assignment(const std::string& path, const std::string& json);

/// Errors: kBadConfig when `path` is neither a field nor a table of the configuration.
Result<void> check_path(const std::string& path);

/// `field` is `path`, or is in the table `path`.
bool is_within(const std::string& path, const std::string& field);

/// JSON text of a layer, nested, one field a line.
std::string layer_json(const ConfigValues& values);

}  // namespace tripline
