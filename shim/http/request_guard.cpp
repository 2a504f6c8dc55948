#include "shim/http/request_guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rt/base/time.hpp"
#include "shim/http/origin.hpp"

namespace tripline {
namespace {

constexpr std::array<std::string_view, 3> kLoopbackNames{"localhost", "127.0.0.1", "[::1]"};

bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

bool offers_protocol(std::string_view list, const SocketEndpoint& endpoint) {
  if (list.empty()) return !endpoint.protocol_needed;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (std::ranges::find(endpoint.protocols, trimmed(list.substr(0, comma))) != endpoint.protocols.end()) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

std::string choices(const SocketEndpoint& endpoint) {
  return fmt::format("{}{}", fmt::join(endpoint.protocols, " or "), endpoint.protocol_needed ? "" : " or none");
}

std::ptrdiff_t count_of(const Request& request, std::string_view name) {
  return std::ranges::count_if(request.headers, [&](const HttpHeader& row) { return same_text(row.name, name); });
}

bool has_body(const Request& request) {
  const auto length = request.header("Content-Length");
  return (!length.empty() && length != "0") || !request.header("Transfer-Encoding").empty();
}

/// `application/json`, also with parameters, or one of its kind such as application/merge-patch+json.
bool is_json(std::string_view type) {
  type = trimmed(type.substr(0, std::min(type.find(';'), type.size())));
  constexpr std::string_view kFamily = "application/";
  if (type.size() < kFamily.size() || !same_text(type.substr(0, kFamily.size()), kFamily)) return false;
  const auto kind = type.substr(kFamily.size());
  constexpr std::string_view kSuffix = "+json";
  return same_text(kind, "json") ||
         (kind.size() > kSuffix.size() && same_text(kind.substr(kind.size() - kSuffix.size()), kSuffix));
}

std::optional<Response> refuse_type(const Request& request) {
  const auto type = request.header("Content-Type");
  if (is_safe(request.method) || is_json(type) || (type.empty() && !has_body(request))) return std::nullopt;
  return problem(415, fmt::format("{} takes JSON alone", request.method),
                 {.remedy = "send the header `Content-Type: application/json`"});
}

std::optional<Response> refuse_web_socket(const Request& request, const SocketEndpoint& endpoint) {
  if (request.role == Role::kNone && endpoint.role != Role::kNone)
    return unauthorized(
        fmt::format("{} takes the role '{}', and nobody is logged in", endpoint.path, to_text(endpoint.role)),
        {.remedy = "log in on the page, or send `Authorization: Bearer <token>`"});
  if (request.role < endpoint.role)
    return problem(403, fmt::format("{} takes the role '{}'; yours is '{}'", endpoint.path, to_text(endpoint.role),
                                    to_text(request.role)));
  if (!offers_protocol(request.header("Sec-WebSocket-Protocol"), endpoint))
    return problem(400, "unknown WebSocket subprotocol", {"Sec-WebSocket-Protocol", "offer " + choices(endpoint)});
  return std::nullopt;
}

}  // namespace

Result<void> check_guard_options(const GuardOptions& options) {
  for (const auto& host : options.hosts)
    if (host.empty() || host_without_port(host) != host)
      return Error{ExitCode::kUsage,
                   fmt::format("--host {}: not a name; give one like rig.example, without a port", host)};
  for (const auto& origin : options.origins)
    if (!is_origin(origin))
      return Error{
          ExitCode::kUsage,
          fmt::format("--origin {}: not an origin; give one like https://tools.example, without a path", origin)};
  return {};
}

bool RequestGuard::is_ours(std::string_view host) const {
  const auto name = host_without_port(host);
  const auto same = [name](std::string_view known) { return same_text(known, name); };
  return !name.empty() && (std::ranges::any_of(kLoopbackNames, same) || std::ranges::any_of(options_.hosts, same));
}

bool RequestGuard::is_listed(std::string_view origin) const {
  return std::ranges::find(options_.origins, origin) != options_.origins.end();
}

std::optional<Response> RequestGuard::refuse_origin(const Request& request) const {
  const auto origin = request.header("Origin");
  if (count_of(request, "Origin") == 0 || is_page_of(origin, request.header("Host")) || is_listed(origin))
    return std::nullopt;
  return problem(403, "the Origin header names another page; only the page from this server is served",
                 {.remedy = "start tripline-web with --origin for a page that may use this rig"});
}

std::optional<Response> RequestGuard::admit(Request& request, const SocketEndpoint* endpoint) const {
  request.role = Role::kNone;
  if (count_of(request, "Host") > 1 || count_of(request, "Origin") > 1)
    return problem(400, "a header that says where the request belongs came twice");
  if (!is_ours(request.header("Host")))
    return problem(403, "the Host header must name this machine: 127.0.0.1, localhost or a listed name",
                   {.remedy = "start tripline-web with --host for the name that people type"});
  if (endpoint != nullptr || !is_safe(request.method))
    if (auto refusal = refuse_origin(request)) return refusal;
  if (auto refusal = refuse_type(request)) return refusal;
  request.role = access_.role_of(request, MonoClock::now());
  return endpoint != nullptr ? refuse_web_socket(request, *endpoint) : std::nullopt;
}

std::optional<Response> RequestGuard::preflight(const Request& request) const {
  const bool is_question = request.method == "OPTIONS" && !request.header("Access-Control-Request-Method").empty();
  if (!is_question || !is_listed(request.header("Origin"))) return std::nullopt;
  Response response;
  response.status = 204;
  response.headers = {{"Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE"},
                      {"Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, If-None-Match"},
                      {"Access-Control-Max-Age", "600"}};
  return response;
}

void RequestGuard::mark(const Request& request, Response& response) const {
  if (options_.origins.empty()) return;
  response.headers.push_back({"Vary", "Origin"});
  const auto origin = request.header("Origin");
  if (!is_listed(origin)) return;
  response.headers.push_back({"Access-Control-Allow-Origin", std::string(origin)});
  response.headers.push_back({"Access-Control-Expose-Headers", "ETag, Location, Retry-After"});
}

}  // namespace tripline
