// Reads DBC text: every statement that the wild has is read, mended with a warning, or left out with an error.
#pragma once

#include <string>
#include <string_view>

#include "rt/base/result.hpp"
#include "rt/core/can/dbc_file.hpp"

namespace tripline {

/// Never fails as a whole: what could not be read is in `diagnostics`, the rest is in the file. `path` is for messages.
DbcFile parse_dbc(std::string_view text, std::string path);

/// Reads and parses one file. Errors: kNoInput; kBadData when it has statements of which none could be read, naming
/// the first place and what was expected there.
Result<DbcFile> load_dbc(const std::string& path);

}  // namespace tripline
