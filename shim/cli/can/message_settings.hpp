// Frames made of what the command line sets: `Message.Signal=value`.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/core/can/dbc_file.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

/// One frame per message that is named, in that order, with all that is set in it. The message may be left out where
/// one signal alone has the name; of files with the same message the last one counts. Errors: kUsage.
Result<std::vector<CanFrame>> encode_settings(std::span<const DbcFile> files, const std::vector<std::string>& settings);

}  // namespace tripline
