// A grey frame as a picture file.
#pragma once

#include <string>

#include "schemas/frame_generated.h"

namespace tripline {

/// Binary PGM (P5), 8 bits; empty when the frame has not as many pixels as it says.
std::string pgm_of(const wire::Frame& frame);
/// PNG, 8-bit grey; empty then too.
std::string png_of(const wire::Frame& frame);

}  // namespace tripline
