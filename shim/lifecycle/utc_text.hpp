// utc_text: a time for people: `2026-11-21T09:30:00Z`.
#pragma once

#include <string>

#include "rt/base/time.hpp"

namespace tripline {

std::string utc_text(WallTime time);

}  // namespace tripline
