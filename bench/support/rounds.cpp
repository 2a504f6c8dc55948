#include "bench/support/rounds.hpp"

#include <sched.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tripline::bench {
namespace {

constexpr std::size_t kCacheLine = 64;

}  // namespace

#if defined(__x86_64__)
void evict(std::span<const std::uint8_t> bytes) {
  for (std::size_t i = 0; i < bytes.size(); i += kCacheLine) _mm_clflush(bytes.data() + i);
  if (!bytes.empty()) _mm_clflush(bytes.data() + bytes.size() - 1);
  _mm_mfence();
}
#elif defined(__aarch64__)
void evict(std::span<const std::uint8_t> bytes) {
  for (std::size_t i = 0; i < bytes.size(); i += kCacheLine) asm volatile("dc civac, %0" : : "r"(bytes.data() + i));
  if (!bytes.empty()) asm volatile("dc civac, %0" : : "r"(bytes.data() + bytes.size() - 1));
  asm volatile("dsb ish" ::: "memory");
}
#endif

bool pin_to(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<std::size_t>(cpu), &set);
  return ::sched_setaffinity(0, sizeof set, &set) == 0;
}

}  // namespace tripline::bench
