// `tripline can decode`: a CAN log with the names and values that DBC files give it, line by line.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "shim/cli/can/frame_filter.hpp"

namespace tripline {

struct CanDecodeOptions {
  std::vector<std::string> dbc;  ///< files; where they have the same id, the last one decodes
  std::string log;               ///< "-" is standard input
  bool json = false;             ///< one JSON object per frame; otherwise text for people
  FrameFilterOptions frames;
  std::vector<std::string> signals;  ///< as choose_signals() takes them; frames with none of them are left out
  bool changed = false;              ///< only values that differ from the last ones, and frames that have such
};

/// Writes one line to `out` per wanted frame of the log, known or not, in order. DBC statements that cannot be read are
/// named on standard error and left out; the log is decoded all the same, and the result is kBadData with an empty
/// message, because it was said. Errors: kUsage; kNoInput; kBadData naming file, line, column and what was expected
/// there, after everything before that place was written; kSystem when `out` takes no more.
Result<void> can_decode(const CanDecodeOptions& options, std::FILE* out);

}  // namespace tripline
