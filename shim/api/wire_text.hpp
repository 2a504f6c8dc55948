// The texts of events, which may be absent.
#pragma once

#include <flatbuffers/flatbuffers.h>

#include <string>

namespace tripline {

/// "" where there is none.
inline std::string words(const flatbuffers::String* text) { return text == nullptr ? std::string() : text->str(); }

}  // namespace tripline
