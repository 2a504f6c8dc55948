// Where in a JSON text (with comments) a field stands: FlatBuffers' parser does not say it after parsing.
#pragma once

#include <string>
#include <string_view>

namespace tripline {

struct JsonPlace {
  int line = 1;  ///< from 1
};

/// The line of the key at `path` (`trigger.threshold`); line 1 when the text does not have it.
JsonPlace place_of(std::string_view text, const std::string& path);

}  // namespace tripline
