#include "shim/api/health_resource.hpp"

namespace tripline {
namespace {

Response health() {
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.headers = {{"Cache-Control", "no-store"}};
  response.body = "ok\n";
  return response;
}

}  // namespace

Routes health_routes() {
  return {{"GET", "/healthz", Role::kNone, [](const Request&, const PathValues&) { return health(); }}};
}

}  // namespace tripline
