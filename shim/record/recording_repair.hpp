// Ends a recording whose writer was killed: cuts it after the last whole record and gives it its ending and name.
#pragma once

#include <cstdint>
#include <filesystem>

#include "rt/base/result.hpp"

namespace tripline {

struct RecordingRepair {
  std::filesystem::path name;   ///< of the finished recording; empty: nothing was in it, and it was removed
  std::uint64_t messages = 0;   ///< whole ones, kept
  std::uint64_t bytes_cut = 0;  ///< of a record that was not whole
};

/// `part` ends with `.part`. Errors: kBadData when it is no MCAP file, kCannotCreate when it cannot be written;
/// the file then stays as it was.
Result<RecordingRepair> repair_recording(const std::filesystem::path& part);

}  // namespace tripline
