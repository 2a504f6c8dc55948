// What somebody may have meant who wrote a name that is not there.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tripline {

/// The one of `names` that is fewest slips (a letter too many, too few, wrong, or two swapped; case counts for nothing)
/// from `wanted`; empty when none is nearer than a third of its length, or two letters.
std::string nearest_name(std::string_view wanted, std::span<const std::string> names);

}  // namespace tripline
