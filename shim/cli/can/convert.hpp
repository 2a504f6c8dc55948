// `tripline can convert`: a CAN log in another format.
#pragma once

#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "shim/cli/can/frame_filter.hpp"

namespace tripline {

struct CanConvertOptions {
  std::string log;                   ///< "-" is standard input
  std::string output;                ///< "-" is standard output
  std::string format;                ///< candump, csv or pcapng; empty: as the output's name ends
  std::vector<std::string> dbc;      ///< csv with values instead of raw frames
  std::vector<std::string> signals;  ///< of those, as choose_signals() takes them
  bool wide = false;                 ///< csv with a column a signal
  FrameFilterOptions frames;
};

/// The output is there whole or not at all. Errors: kUsage; kNoInput; kBadData naming the place in the log;
/// kCannotCreate; kSystem when the output takes no more.
Result<void> can_convert(const CanConvertOptions& options);

}  // namespace tripline
