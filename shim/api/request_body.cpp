#include "shim/api/request_body.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace tripline {
namespace {

bool is_json_type(std::string_view type) {
  const auto kind = type.substr(0, type.find_first_of("; "));
  return kind == "application/json" || kind == "application/merge-patch+json";
}

}  // namespace

std::optional<Response> refuse_unless_json(const Request& request) {
  const auto type = request.header("Content-Type");
  if (request.body.empty() || is_json_type(type)) return std::nullopt;
  return problem(415, fmt::format("the body is '{}'; only JSON is taken", type),
                 {"header.Content-Type", "send JSON with Content-Type: application/json"});
}

Result<Json> read_object(const Request& request) {
  if (request.body.empty()) return Json::object();
  auto body = parse_json(request.body);
  if (!body.is_object())
    return Error{ExitCode::kUsage, fmt::format("body: {}; send one JSON object",
                                               body.is_discarded() ? "is not JSON" : "is not an object")};
  return body;
}

Result<void> check_members(const Json& object, std::initializer_list<std::string_view> known) {
  for (const auto& member : object.items())
    if (std::find(known.begin(), known.end(), member.key()) == known.end())
      return Error{ExitCode::kUsage,
                   fmt::format("body.{}: no such member; use {}", member.key(), fmt::join(known, ", "))};
  return {};
}

}  // namespace tripline
