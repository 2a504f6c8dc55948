// The tripwire aborts where a real-time turn allocates, locks or waits, names thread and call, and lets all else pass.
#include <gtest/gtest.h>
#include <pthread.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "rt/exec/realtime_turn.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

template <typename Call>
void in_a_turn(Call call) {
  ::pthread_setname_np(::pthread_self(), "tl-test");
  RealtimeTurn turn;
  call();
}

void keep(void* memory) { asm volatile("" : : "r"(memory) : "memory"); }

// NOLINTBEGIN(clang-analyzer-cplusplus.NewDeleteLeaks): who allocates here dies of it.
TEST(Tripwire, AbortsOnAnAllocationAndNamesThreadAndCall) {
  EXPECT_DEATH(in_a_turn([] { keep(new int(1)); }), "tripwire: thread tl-test called malloc in a real-time turn");
  EXPECT_DEATH(in_a_turn([] { keep(std::calloc(2, 8)); }), "called calloc");
  EXPECT_DEATH(in_a_turn([memory = std::malloc(8)] { keep(std::realloc(memory, 99)); }), "called realloc");
  // The standard library's choice: that of g++ 12 calls the one, that of g++ 14 under sanitizers the other.
  EXPECT_DEATH(in_a_turn([] { keep(::operator new(64, std::align_val_t(64))); }),
               "called (aligned_alloc|posix_memalign)");
}
// NOLINTEND(clang-analyzer-cplusplus.NewDeleteLeaks)

TEST(Tripwire, AbortsWhenMemoryIsGivenBack) {
  EXPECT_DEATH(
      {
        auto memory = std::make_unique<int>(1);
        keep(memory.get());
        in_a_turn([&] { memory.reset(); });
      },
      "called free");
}

TEST(Tripwire, AbortsOnALock) {
  std::mutex mutex;
  std::shared_mutex shared;
  EXPECT_DEATH(in_a_turn([&] { mutex.lock(); }), "called pthread_mutex_lock");
  EXPECT_DEATH(in_a_turn([&] { (void)mutex.try_lock(); }), "called pthread_mutex_trylock");
  EXPECT_DEATH(in_a_turn([&] { shared.lock(); }), "called pthread_rwlock_wrlock");
  EXPECT_DEATH(in_a_turn([&] { shared.lock_shared(); }), "called pthread_rwlock_rdlock");
}

TEST(Tripwire, AbortsOnAWait) {
  std::mutex mutex;
  std::condition_variable condition;
  EXPECT_DEATH(
      {
        std::unique_lock lock(mutex);
        in_a_turn([&] { condition.wait(lock); });
      },
      "called pthread_cond_wait");
  EXPECT_DEATH(in_a_turn([&] { condition.notify_one(); }), "called pthread_cond_signal");
  EXPECT_DEATH(in_a_turn([] { ::usleep(1); }), "called usleep");
}

TEST(Tripwire, LetsEverythingPassOutsideOfATurn) {
  std::mutex mutex;
  std::condition_variable condition;
  bool ready = false;
  std::vector<int> taken(1000, 1);
  in_a_turn([&] { taken[0] = 2; });
  std::jthread other([&] {
    const std::lock_guard lock(mutex);
    ready = true;
    condition.notify_all();
  });
  std::unique_lock lock(mutex);
  EXPECT_TRUE(condition.wait_for(lock, 30s, [&] { return ready; }));
  EXPECT_EQ(taken[0], 2);
}

TEST(Tripwire, LooksAtTheCallingThreadAlone) {
  std::jthread other;
  in_a_turn([] {});
  other = std::jthread([] { keep(std::make_unique<int>(1).get()); });
  other.join();
  EXPECT_EQ(tripline_realtime_depth(), 0);
}

}  // namespace
}  // namespace tripline
