// Where in a JSON text (with comments) a field stands: FlatBuffers' parser does not say it after parsing.
#pragma once

#include <string>
#include <string_view>

namespace tripline {

struct JsonPlace {
  int line = 1;  ///< from 1
};

/// The line of the key at `path` (`trigger.threshold`, in the third item of a list `strobe.lines[2].width_us`). A key
/// that the text leaves out is at the first one beside it, or where its table or list begins; else at line 1.
JsonPlace place_of(std::string_view text, const std::string& path);

}  // namespace tripline
