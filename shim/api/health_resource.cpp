#include "shim/api/health_resource.hpp"

namespace tripline {

Response health_resource() {
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.headers = {{"Cache-Control", "no-store"}};
  response.body = "ok\n";
  return response;
}

}  // namespace tripline
