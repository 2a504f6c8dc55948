// A whole file as text.
#pragma once

#include <cstddef>
#include <string>

#include "rt/base/result.hpp"

namespace tripline {

/// Thread: any ordinary. Errors: kNoInput when it cannot be read, naming the reason; kBadData beyond `limit_bytes`.
Result<std::string> read_file(const std::string& path, std::size_t limit_bytes);

}  // namespace tripline
