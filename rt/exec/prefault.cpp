#include "rt/exec/prefault.hpp"

#include <pthread.h>
#include <sys/mman.h>

#include <cstdio>
#include <fstream>
#include <sstream>

// In the kernel's headers since 5.14.
#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif

namespace tripline {
namespace {

std::size_t size_of_stacks() {
  pthread_attr_t attributes;
  std::size_t size = 0;
  if (::pthread_getattr_default_np(&attributes) == 0) ::pthread_attr_getstacksize(&attributes, &size);
  return size;
}

/// An ordinary thread uses a few of its stack's 2,048 pages; a real-time one touches its own in ThreadSlot::enter().
bool is_stack(const Mapping& mapping, std::size_t stack_size) {
  constexpr std::size_t kGuard = 64 * 1024;
  const auto size = mapping.end - mapping.begin;
  return size <= stack_size && size + kGuard >= stack_size;
}

bool wanted(const Mapping& mapping, const char* rights, const std::string& line) {
  const bool kernels_own = line.find("[v") != std::string::npos;
  const bool readable_and_private = rights[0] == 'r' && rights[3] == 'p';
  return readable_and_private && !kernels_own && mapping.end - mapping.begin <= kLargestMapping;
}

}  // namespace

std::vector<Mapping> mappings_to_touch(const std::string& maps) {
  std::vector<Mapping> mappings;
  std::istringstream lines(maps);
  for (std::string line; std::getline(lines, line);) {
    Mapping mapping;
    char rights[5] = "";
    if (std::sscanf(line.c_str(), "%zx-%zx %4s", &mapping.begin, &mapping.end, rights) != 3) continue;
    mapping.writable = rights[1] == 'w';
    if (wanted(mapping, rights, line)) mappings.push_back(mapping);
  }
  return mappings;
}

std::size_t touch_all_memory() {
  std::ostringstream maps;
  maps << std::ifstream("/proc/self/maps").rdbuf();
  const auto stack_size = size_of_stacks();
  std::size_t touched = 0;
  for (const Mapping& mapping : mappings_to_touch(maps.str())) {
    if (mapping.writable && is_stack(mapping, stack_size)) continue;
    const auto size = mapping.end - mapping.begin;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel tells addresses as numbers
    auto* begin = reinterpret_cast<void*>(mapping.begin);
    if (::madvise(begin, size, mapping.writable ? MADV_POPULATE_WRITE : MADV_POPULATE_READ) == 0) touched += size;
  }
  return touched;
}

}  // namespace tripline
