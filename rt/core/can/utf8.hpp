// Text of unknown age as UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace tripline {

/// UTF-8 as it is; anything else read as Windows-1252, which is what old DBC editors wrote.
std::string to_utf8(std::string_view text);

}  // namespace tripline
