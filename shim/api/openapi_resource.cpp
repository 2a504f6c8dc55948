#include "shim/api/openapi_resource.hpp"

#include <cstdint>
#include <span>

namespace tripline {
namespace {

Response serve_document() {
  const auto text = openapi_document();
  Response response;
  response.content_type = "application/vnd.oai.openapi+json;version=3.1";
  response.headers = {{"Cache-Control", "no-cache"}};
  response.static_body = {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
  return response;
}

}  // namespace

Routes openapi_routes() {
  return {
      {"GET", "/api/v1/openapi.json", Role::kNone, [](const Request&, const PathValues&) { return serve_document(); }}};
}

}  // namespace tripline
