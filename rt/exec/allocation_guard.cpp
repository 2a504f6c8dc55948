#include "rt/exec/allocation_guard.hpp"

#include <cstddef>

#include "rt/base/check.hpp"

// Present when a sanitizer's runtime is linked in; otherwise null.
// NOLINTNEXTLINE(readability-identifier-naming): the runtime's own name
extern "C" __attribute__((weak)) int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void*,
                                                                                                 std::size_t),
                                                                               void (*on_free)(const volatile void*));

namespace tripline {
namespace {

// The flag the hooks look at: how many guarded turns this thread is in.
thread_local int guarded_depth = 0;

void on_malloc(const volatile void*, std::size_t) { RT_CHECK(guarded_depth == 0 && "allocation in a real-time turn"); }
void on_free(const volatile void*) { RT_CHECK(guarded_depth == 0 && "deallocation in a real-time turn"); }

}  // namespace

NoAllocation::NoAllocation() noexcept RT_NONBLOCKING { ++guarded_depth; }

NoAllocation::~NoAllocation() { --guarded_depth; }

bool allocation_guard_works() noexcept { return &__sanitizer_install_malloc_and_free_hooks != nullptr; }

void install_allocation_guard() noexcept {
  if (allocation_guard_works()) __sanitizer_install_malloc_and_free_hooks(&on_malloc, &on_free);
}

}  // namespace tripline
