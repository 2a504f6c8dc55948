// The files of the page, gzipped, with what browsers need to keep them.
#pragma once

#include <span>

#include "shim/api/route.hpp"
#include "shim/ui/assets.hpp"

namespace tripline {

/// A route each; 304 when the browser has this very version.
Routes asset_routes(std::span<const Asset> assets);

}  // namespace tripline
