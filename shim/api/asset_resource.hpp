// The files of the page, gzipped, with what browsers need to keep them.
#pragma once

#include "shim/api/request.hpp"
#include "shim/api/response.hpp"
#include "shim/ui/assets.hpp"

namespace tripline {

/// 304 when the browser has this very version.
Response asset_resource(const Asset& asset, const Request& request);

}  // namespace tripline
