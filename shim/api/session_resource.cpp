#include "shim/api/session_resource.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

using Json = nlohmann::ordered_json;

std::string role_json(Role role) { return Json{{"role", to_text(role)}}.dump(); }

/// Scripts cannot read it, foreign pages do not send it, and where the page came encrypted it never goes in the clear.
HttpHeader cookie(const Access& access, const Request& request, std::string_view value, std::string_view life) {
  const bool encrypted = request.header("Origin").starts_with("https://");
  return {"Set-Cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}{}", access.cookie_name(), value,
                                    encrypted ? "; Secure" : "", life)};
}

std::optional<std::string> token_in(const std::string& body) {
  const auto document = Json::parse(body, nullptr, false);
  if (!document.is_object() || document.size() != 1) return std::nullopt;
  const auto token = document.find("token");
  if (token == document.end() || !token->is_string()) return std::nullopt;
  return token->get<std::string>();
}

Response too_often() {
  auto response = problem(429, "too many logins failed; one try a second is looked at",
                          {.remedy = "wait a second; with `Authorization: Bearer <token>` no login is needed"});
  response.headers.push_back({"Retry-After", std::to_string(limits::kLoginAgain.count())});
  return response;
}

Response log_in(Access& access, const Request& request) {
  const auto token = token_in(request.body);
  if (!token) return problem(422, R"(the body must be {"token": "..."} and nothing else)", {.field = "body.token"});
  const auto login = access.log_in(*token, request.header("Origin"), MonoClock::now());
  if (login.outcome == Access::Outcome::kTooOften) return too_often();
  if (login.outcome == Access::Outcome::kWrong)
    return unauthorized("the token is not one of this rig",
                        {.field = "body.token", .remedy = "`tripline token add read` makes one"});
  auto response = json_response(role_json(login.role));
  if (!login.session.empty()) response.headers.push_back(cookie(access, request, login.session, ""));
  return response;
}

Response session(const Access& access, const Request& request) {
  const bool login_needed = access.login_needed() && request.role == Role::kNone;
  return json_response(Json{{"role", to_text(request.role)},
                            {"login_needed", login_needed},
                            {"logout_possible", access.login_needed() && !login_needed}}
                           .dump());
}

Response log_out(Access& access, const Request& request) {
  access.log_out(request);
  Response response;
  response.status = 204;
  response.headers = {{"Cache-Control", "no-store"}, cookie(access, request, "", "; Max-Age=0")};
  return response;
}

}  // namespace

Routes session_routes(Access& access) {
  constexpr std::string_view kPath = "/api/v1/session";
  return {
      {"GET", kPath, Role::kNone, [&](const Request& request, const PathValues&) { return session(access, request); }},
      {"POST", kPath, Role::kNone, [&](const Request& request, const PathValues&) { return log_in(access, request); }},
      {"DELETE", kPath, Role::kNone,
       [&](const Request& request, const PathValues&) { return log_out(access, request); }}};
}

}  // namespace tripline
