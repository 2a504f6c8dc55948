// Route: one operation of the API: which method on which path, who may ask, and the resource that answers.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shim/api/request.hpp"
#include "shim/api/response.hpp"
#include "shim/api/role.hpp"

namespace tripline {

/// The texts that stand for the `{…}` parts of a path, from left to right; decoded, never empty, without '/'.
using PathValues = std::vector<std::string>;

struct Route {
  std::string_view method;  ///< GET is asked for HEAD too
  std::string_view path;    ///< `/api/v1/shots/{id}`: a part in braces stands for any one text
  Role role = Role::kRead;  ///< at least
  std::function<Response(const Request&, const PathValues&)> resource;
};

using Routes = std::vector<Route>;

/// The values of the path's `{…}` parts when `path` is one that the pattern means; else nothing. Thread: any.
std::optional<PathValues> match_path(std::string_view pattern, std::string_view path);

}  // namespace tripline
