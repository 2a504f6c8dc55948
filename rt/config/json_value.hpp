// Values of configuration fields as JSON text, by the schema's reflection.
#pragma once

#include <flatbuffers/reflection.h>

#include <string>

namespace tripline {

/// The field's value in `table` as JSON. The field is present, and not a table itself.
std::string json_of(const reflection::Schema& schema, const reflection::Field& field, const flatbuffers::Table& table);

/// The field's default as JSON: the schema's own, or the attribute `default_json` for texts and lists.
std::string default_json(const reflection::Schema& schema, const reflection::Field& field);

/// `text` between quotes, escaped.
std::string quoted(const std::string& text);

}  // namespace tripline
