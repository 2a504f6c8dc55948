// The body of a request as JSON.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "rt/base/result.hpp"
#include "shim/api/json.hpp"
#include "shim/api/request.hpp"
#include "shim/api/response.hpp"

namespace tripline {

/// Nothing when the body, if there is one, says that it is JSON; else the problem (415).
std::optional<Response> refuse_unless_json(const Request& request);

/// The body as an object; {} where there is none. Errors: kUsage, `body: …`.
Result<Json> read_object(const Request& request);

/// Success when the object has no member but these. Errors: kUsage, `body.<name>: …`.
Result<void> check_members(const Json& object, std::initializer_list<std::string_view> known);

}  // namespace tripline
