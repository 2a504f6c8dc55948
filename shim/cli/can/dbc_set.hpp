// The DBC files of one command: read, and compiled into one plan.
#pragma once

#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/core/can/dbc_file.hpp"
#include "rt/core/can/decode_plan.hpp"

namespace tripline {

struct DbcSet {
  std::vector<DbcFile> files;
  DecodePlan plan;
  bool is_complete = true;  ///< every statement of the files could be read
};

/// Statements that cannot be read, and ids that several messages have, are named on standard error; the rest is used.
/// Errors: kNoInput; kBadData for a file of which nothing could be read, and for more signals than there is room for.
Result<DbcSet> load_dbc_set(const std::vector<std::string>& paths);

/// What a command ends with that did its work: kBadData, said already, when its DBC files could not be read in full.
inline Result<void> completeness(const DbcSet& set) {
  if (set.is_complete) return {};
  return Error{ExitCode::kBadData, ""};
}

}  // namespace tripline
