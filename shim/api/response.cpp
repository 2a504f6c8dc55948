#include "shim/api/response.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace tripline {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<int, std::string_view>, 28> kPhrases{{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
}};

}  // namespace

std::string_view reason_phrase(int status) noexcept {
  const auto* found =
      std::find_if(kPhrases.begin(), kPhrases.end(), [&](const auto& row) { return row.first == status; });
  return found == kPhrases.end() ? "Unknown" : found->second;
}

Response problem(int status, std::string_view detail, const ProblemPlace& place) {
  Json document{{"type", "about:blank"}, {"title", reason_phrase(status)}, {"status", status}, {"detail", detail}};
  if (!place.field.empty()) document["field"] = place.field;
  if (!place.remedy.empty()) document["remedy"] = place.remedy;
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.headers = {{"Cache-Control", "no-store"}};
  // The detail may repeat bytes of the request: whatever is not UTF-8 is replaced instead of thrown at.
  response.body = document.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response;
}

Response unauthorized(std::string_view detail, const ProblemPlace& place) {
  auto response = problem(401, detail, place);
  response.headers.push_back({"WWW-Authenticate", "Bearer realm=\"tripline\""});
  return response;
}

Response json_response(std::string body) {
  Response response;
  response.content_type = "application/json";
  response.headers = {{"Cache-Control", "no-store"}};
  response.body = std::move(body);
  return response;
}

}  // namespace tripline
