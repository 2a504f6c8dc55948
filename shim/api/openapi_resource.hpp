// /api/v1/openapi.json: the description of this API (OpenAPI 3.1). A test holds it against the routes.
#pragma once

#include <string_view>

#include "shim/api/route.hpp"

namespace tripline {

/// The document as it is written in openapi.json. Lifetime: static.
std::string_view openapi_document();

/// Needs no role: whoever is to log in must be able to find out how.
Routes openapi_routes();

}  // namespace tripline
