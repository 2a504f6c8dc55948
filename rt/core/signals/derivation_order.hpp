// In which order derived signals are computed when some of them use others.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tripline {

struct DerivationOrder {
  std::vector<std::uint32_t> order;  ///< all of them, or nothing when there is a cycle
  std::vector<std::uint32_t> cycle;  ///< each uses the next, the last one the first; empty: there is none
};

/// `uses[i]` lists which of them the i-th one uses.
DerivationOrder derivation_order(std::span<const std::vector<std::uint32_t>> uses);

}  // namespace tripline
