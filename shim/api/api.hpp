// Api: the one entrance to all resources: finds the route, checks the method, asks the resource.
#pragma once

#include <span>
#include <vector>

#include "shim/api/request.hpp"
#include "shim/api/response.hpp"
#include "shim/api/route.hpp"

namespace tripline {

/// Each resource's file says by `…_routes()` what it answers; the wiring joins them: `Api({a_routes(), b_routes(x)})`.
/// Lifetime: what the routes draw on outlives it. Thread: any.
class Api {
 public:
  explicit Api(std::vector<Routes> resources);

  /// Never throws; what goes wrong is a problem document: 404, 405 with what is allowed, 401 to who is not
  /// logged in, 403 with the role that it takes.
  Response handle(const Request& request) const;

  /// Every operation that there is.
  std::span<const Route> routes() const noexcept { return routes_; }

 private:
  Routes routes_;
};

}  // namespace tripline
