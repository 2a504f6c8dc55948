// The heap, interposed: every entry of the C library that takes or gives back memory. `operator new` comes through
// here.
#include <cerrno>
#include <cstddef>

#include "rt/tripwire/alarm.hpp"

// The C library's own, under the names it keeps for this purpose.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);
}
// NOLINTEND(readability-identifier-naming)

using tripline::tripwire::check;

extern "C" {

void* malloc(std::size_t size) noexcept {
  check("malloc");
  return __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) noexcept {
  check("calloc");
  return __libc_calloc(count, size);
}

void* realloc(void* memory, std::size_t size) noexcept {
  check("realloc");
  return __libc_realloc(memory, size);
}

void* reallocarray(void* memory, std::size_t count, std::size_t size) noexcept {
  check("reallocarray");
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(count, size, &bytes)) {
    errno = ENOMEM;
    return nullptr;
  }
  return __libc_realloc(memory, bytes);
}

void* memalign(std::size_t alignment, std::size_t size) noexcept {
  check("memalign");
  return __libc_memalign(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  check("aligned_alloc");
  return __libc_memalign(alignment, size);
}

int posix_memalign(void** memory, std::size_t alignment, std::size_t size) noexcept {
  check("posix_memalign");
  void* taken = __libc_memalign(alignment, size);
  if (taken == nullptr) return ENOMEM;
  *memory = taken;
  return 0;
}

void free(void* memory) noexcept {
  if (memory != nullptr) check("free");
  __libc_free(memory);
}

}  // extern "C"
