#include "rt/tripwire/alarm.hpp"

#include <dlfcn.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace tripline::tripwire {
namespace {

using DepthFunction = int (*)();

// Found once, before the program's own main(); null in a program that has no real-time turns.
DepthFunction depth_of_turn = nullptr;
const char* also_alarming = nullptr;

void say(const char* text, int size) noexcept {
  if (size > 0) [[maybe_unused]]
    const auto written = ::write(STDERR_FILENO, text, static_cast<std::size_t>(size));
}

__attribute__((constructor)) void find_program() {
  depth_of_turn = reinterpret_cast<DepthFunction>(::dlsym(RTLD_DEFAULT, "tripline_realtime_depth"));
  also_alarming = std::getenv("TRIPLINE_TRIPWIRE_ALSO");
  constexpr char kWatching[] = "tripwire: watching the real-time turns of this program\n";
  if (depth_of_turn != nullptr) say(kWatching, sizeof kWatching - 1);
}

bool in_a_turn() noexcept { return depth_of_turn != nullptr && depth_of_turn() > 0; }

[[noreturn]] void alarm(const char* called) noexcept {
  depth_of_turn = nullptr;  // what follows may call anything
  char thread[16] = "?";
  ::prctl(PR_GET_NAME, thread);
  char text[160];
  say(text, std::snprintf(text, sizeof text, "tripwire: thread %s called %s in a real-time turn\n", thread, called));
  std::abort();
}

}  // namespace

void check(const char* called) noexcept {
  if (in_a_turn()) alarm(called);
}

void check_when_asked(const char* called) noexcept {
  if (also_alarming != nullptr && std::strcmp(also_alarming, called) == 0) check(called);
}

void* next(const char* function) noexcept {
  void* found = ::dlsym(RTLD_NEXT, function);
  if (found == nullptr) alarm(function);
  return found;
}

}  // namespace tripline::tripwire
