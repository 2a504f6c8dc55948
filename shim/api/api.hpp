// Api: the one entrance to all resources: finds the route, checks the method, asks the resource.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "shim/api/core_view.hpp"
#include "shim/api/page_counts.hpp"
#include "shim/api/process_info.hpp"
#include "shim/api/request.hpp"
#include "shim/api/response.hpp"
#include "shim/api/route.hpp"
#include "shim/ui/assets.hpp"

namespace tripline {

/// What the resources draw on. Lifetime: outlives the Api.
struct ApiSources {
  ProcessInfo process;
  const CoreView& core;
  const PageCounts& pages;
  std::span<const Asset> assets;
};

/// Thread: any.
class Api {
 public:
  explicit Api(ApiSources sources);
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// Never throws; what goes wrong is a problem document: 404, 405 with what is allowed, 403 with the role that it
  /// takes.
  Response handle(const Request& request) const;

  /// Every operation that there is.
  std::span<const Route> routes() const noexcept { return routes_; }

 private:
  const ApiSources sources_;
  std::vector<Route> routes_;
};

}  // namespace tripline
