#include "rt/exec/realtime_turn.hpp"

#include <cstddef>

#include "rt/base/check.hpp"

// Present when a sanitizer's runtime is linked in; otherwise null.
// NOLINTNEXTLINE(readability-identifier-naming): the runtime's own name
extern "C" __attribute__((weak)) int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void*,
                                                                                                 std::size_t),
                                                                               void (*on_free)(const volatile void*));

namespace tripline {
namespace {

// The flag that the watches look at: how many marked turns this thread is in.
thread_local int turn_depth = 0;

void on_malloc(const volatile void*, std::size_t) { RT_CHECK(turn_depth == 0 && "allocation in a real-time turn"); }
void on_free(const volatile void*) { RT_CHECK(turn_depth == 0 && "deallocation in a real-time turn"); }

}  // namespace

RealtimeTurn::RealtimeTurn() noexcept RT_NONBLOCKING { ++turn_depth; }

RealtimeTurn::~RealtimeTurn() { --turn_depth; }

bool allocation_hooks_work() noexcept { return &__sanitizer_install_malloc_and_free_hooks != nullptr; }

void install_allocation_hooks() noexcept {
  if (allocation_hooks_work()) __sanitizer_install_malloc_and_free_hooks(&on_malloc, &on_free);
}

}  // namespace tripline

extern "C" int tripline_realtime_depth() noexcept { return tripline::turn_depth; }
