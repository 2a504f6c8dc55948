#include "shim/api/api.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "shim/api/asset_resource.hpp"
#include "shim/api/health_resource.hpp"
#include "shim/api/status_resource.hpp"

namespace tripline {
namespace {

constexpr std::string_view kReadOnly = "GET, HEAD";

bool is_allowed(std::string_view allow, std::string_view method) {
  for (std::size_t at = 0; at < allow.size();) {
    const auto end = std::min(allow.find(", ", at), allow.size());
    if (allow.substr(at, end - at) == method) return true;
    at = end + 2;
  }
  return false;
}

Response not_allowed(const Request& request, std::string_view allow) {
  auto response = problem(405, fmt::format("{} takes only {}", request.path, allow));
  response.headers.push_back({"Allow", std::string(allow)});
  return response;
}

}  // namespace

Api::Api(ApiSources sources) : sources_(std::move(sources)) {
  routes_.push_back({"/healthz", kReadOnly, [](const Request&) { return health_resource(); }});
  routes_.push_back({"/api/v1/status", kReadOnly, [this](const Request&) {
                       return status_resource(sources_.process, sources_.core, sources_.pages, MonoClock::now());
                     }});
  for (const auto& asset : sources_.assets)
    routes_.push_back(
        {asset.path, kReadOnly, [&asset](const Request& request) { return asset_resource(asset, request); }});
}

const Api::Route* Api::find(std::string_view path) const noexcept {
  const auto found = std::find_if(routes_.begin(), routes_.end(), [&](const Route& row) { return row.path == path; });
  return found == routes_.end() ? nullptr : &*found;
}

Response Api::handle(const Request& request) const {
  const auto* route = find(request.path);
  if (route == nullptr) return problem(404, fmt::format("there is nothing at {}", request.path));
  if (!is_allowed(route->allow, request.method)) return not_allowed(request, route->allow);
  return route->resource(request);
}

}  // namespace tripline
