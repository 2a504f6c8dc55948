// Pages that are there before they are needed: what locking memory would do, where locking is refused.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tripline {

/// A mapping of this process that real-time code may touch.
struct Mapping {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool writable = false;
};

/// The mappings in a text like /proc/self/maps that are worth touching: private ones up to kLargestMapping, readable,
/// and not the kernel's own ([vvar] and the like).
std::vector<Mapping> mappings_to_touch(const std::string& maps);

/// Brings every page of the programs, libraries and heap in, writable ones with a copy of their own. Call after the
/// last fork and before real-time threads run. Returns the bytes touched; 0 on a kernel before 5.14, which has no
/// MADV_POPULATE. Thread: main. RT-safe: no.
std::size_t touch_all_memory();

/// Above it lies what nobody touches as a whole: reserves of sanitizers and allocators.
inline constexpr std::size_t kLargestMapping = std::size_t{256} << 20;

}  // namespace tripline
