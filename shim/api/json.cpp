#include "shim/api/json.hpp"

namespace tripline {

std::string json_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json parse_json(std::string_view text) { return Json::parse(text, nullptr, false); }

}  // namespace tripline
