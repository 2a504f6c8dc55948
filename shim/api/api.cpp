#include "shim/api/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace tripline {
namespace {

/// `GET, HEAD, PATCH`: what the routes that fit take together.
std::string allowed_methods(std::span<const Route> routes, std::string_view path) {
  std::string methods;
  for (const auto& route : routes) {
    if (!match_path(route.path, path)) continue;
    if (!methods.empty()) methods += ", ";
    methods += route.method == "GET" ? std::string_view("GET, HEAD") : route.method;
  }
  return methods;
}

Response no_such_operation(std::span<const Route> routes, const Request& request) {
  const auto methods = allowed_methods(routes, request.path);
  if (methods.empty()) return problem(404, fmt::format("there is nothing at {}", request.path));
  auto response = problem(405, fmt::format("{} takes only {}", request.path, methods));
  response.headers.push_back({"Allow", methods});
  return response;
}

Response may_not(const Request& request, Role needed) {
  if (request.role == Role::kNone)
    return unauthorized(fmt::format("{} {} takes the role '{}', and nobody is logged in", request.method, request.path,
                                    to_text(needed)),
                        {.remedy = "log in on the page, or send `Authorization: Bearer <token>`"});
  return problem(403, fmt::format("{} {} takes the role '{}'; yours is '{}'", request.method, request.path,
                                  to_text(needed), to_text(request.role)));
}

}  // namespace

Api::Api(std::vector<Routes> resources) {
  for (auto& routes : resources) std::move(routes.begin(), routes.end(), std::back_inserter(routes_));
}

Response Api::handle(const Request& request) const {
  const bool is_head = request.method == "HEAD";
  const std::string_view method = is_head ? std::string_view("GET") : std::string_view(request.method);
  for (const auto& route : routes_) {
    if (route.method != method) continue;
    const auto values = match_path(route.path, request.path);
    if (!values) continue;
    return request.role < route.role ? may_not(request, route.role) : route.resource(request, *values);
  }
  return no_such_operation(routes_, request);
}

}  // namespace tripline
