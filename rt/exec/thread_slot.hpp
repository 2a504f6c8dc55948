// What a thread of the table really got, and how it gets on: written by the thread, read by the publisher.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>

#include "rt/base/limits.hpp"
#include "rt/base/realtime.hpp"
#include "rt/base/result.hpp"
#include "rt/exec/thread_table.hpp"
#include "rt/queue/counter.hpp"

namespace tripline {

/// One running thread. Atomics are single-writer (the thread itself); partner: the publisher's relaxed loads.
struct ThreadSlot {
  std::array<char, 16> name{};  ///< written before `tid`; partner of tid's release
  ThreadRole role = ThreadRole::kMain;
  int cpu = -1;
  std::atomic<int> tid{0};       ///< 0: not started
  std::atomic<int> priority{0};  ///< SCHED_FIFO priority read back; 0: ordinary
  std::atomic<int> refusal{0};   ///< errno of the refused SCHED_FIFO; ETIME: lost it; 0: granted or not asked
  EventCounter entered;          ///< turns begun
  EventCounter left;             ///< turns ended; lags `entered` by 1 while a turn runs

  /// Names the calling thread, binds it to `cpu`, asks for the row's priority, touches the stack and reads back what it
  /// got. Thread: the one that is to run. RT-safe: no (start-up).
  void enter(ThreadRole thread_role, int wanted_cpu = -1, int instance = 0) noexcept;
  /// Makes the calling thread an ordinary one, and says so in the slot that it entered. RT-safe: yes, also in a signal
  /// handler.
  static void lose_priority() noexcept;
  /// Why it runs without the scheduling that its row wants; none where it has it or never started. Thread: any
  /// ordinary.
  std::optional<Error> shortfall() const;
  /// Minor and major page faults since enter(); 0 before it. The kernel counts them: the thread itself does nothing.
  /// Thread: any ordinary. RT-safe: no (reads /proc).
  std::uint64_t page_faults() const;

 private:
  std::uint64_t faults_at_start_ = 0;  ///< written before `tid`; partner of tid's release
};

/// All threads of the core; filled in at start-up, before the publisher reads.
class ThreadSlots {
 public:
  /// Thread: the wiring, before threads start. RT_CHECKs that there is room.
  ThreadSlot& add();
  std::size_t size() const noexcept { return count_; }
  const ThreadSlot& operator[](std::size_t i) const noexcept { return slots_[i]; }

 private:
  std::array<ThreadSlot, limits::kThreads> slots_;
  std::size_t count_ = 0;
};

}  // namespace tripline
