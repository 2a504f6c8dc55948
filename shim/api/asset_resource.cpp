#include "shim/api/asset_resource.hpp"

namespace tripline {
namespace {

// Names other than the page's own carry a hash of what is in them, so they never change.
std::string_view cache_control(const Asset& asset) {
  return asset.path == "/" ? "no-cache" : "public, max-age=31536000, immutable";
}

Response serve(const Asset& asset, const Request& request) {
  Response response;
  response.headers = {{"ETag", std::string(asset.etag)}, {"Cache-Control", std::string(cache_control(asset))}};
  if (request.header("If-None-Match").find(asset.etag) != std::string_view::npos) {
    response.status = 304;
    return response;
  }
  response.content_type = asset.content_type;
  response.headers.push_back({"Content-Encoding", "gzip"});
  response.static_body = asset.gzip;
  return response;
}

}  // namespace

Routes asset_routes(std::span<const Asset> assets) {
  Routes routes;
  for (const auto& asset : assets)
    routes.push_back({"GET", asset.path, Role::kNone,
                      [&asset](const Request& request, const PathValues&) { return serve(asset, request); }});
  return routes;
}

}  // namespace tripline
