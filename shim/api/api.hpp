// Api: the one entrance to all resources: finds the route, checks the method, asks the resource.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "shim/api/core_view.hpp"
#include "shim/api/page_counts.hpp"
#include "shim/api/process_info.hpp"
#include "shim/api/request.hpp"
#include "shim/api/response.hpp"
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

  /// Never throws; what goes wrong is a problem document.
  Response handle(const Request& request) const;

 private:
  struct Route {
    std::string_view path;
    std::string_view allow;  ///< methods, as the Allow header wants them
    std::function<Response(const Request&)> resource;
  };

  const Route* find(std::string_view path) const noexcept;

  const ApiSources sources_;
  std::vector<Route> routes_;
};

}  // namespace tripline
