// How the resources write and read JSON: members in the order they are given, and what is not UTF-8 replaced.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace tripline {

using Json = nlohmann::ordered_json;

/// On one line.
std::string json_text(const Json& json);

/// `is_discarded()` when the text is no JSON.
Json parse_json(std::string_view text);

}  // namespace tripline
