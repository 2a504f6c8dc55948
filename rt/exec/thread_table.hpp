// The thread table: every thread of the core, what it may do, and what it may wait for. ARCHITECTURE.md shows the same.
#pragma once

#include <array>
#include <chrono>
#include <string_view>

namespace tripline {

using namespace std::chrono_literals;

enum class ThreadRole : std::uint8_t { kCamera, kStrobe, kInput, kCan, kPublish, kControl, kInhibit, kMain };

/// One row. Priorities: above the kernel's interrupt threads (50) what fires the strobe, below them what reads a bus.
struct ThreadRow {
  ThreadRole role;
  std::string_view name;            ///< as `ps -L` shows it, <= 15 bytes; `N` stands for the bus's number
  int fifo_priority;                ///< SCHED_FIFO 1..99; 0: ordinary (SCHED_OTHER)
  std::string_view wakes_on;        ///< period or source
  std::chrono::nanoseconds budget;  ///< longest turn that is meant; 0: none
  std::string_view may_block_on;
  bool wakes_itself = false;  ///< also when nothing happens, well within 500 ms: the watchdog counts on it
};

inline constexpr std::array<ThreadRow, 8> kThreadTable{{
    {ThreadRole::kCamera, "tl-camera", 80, "each frame", 500us, "the camera's own wait"},
    {ThreadRole::kStrobe, "tl-strobe", 82, "each shot", 30ms, "eventfd, clock_nanosleep; spins <= 2 ms"},
    {ThreadRole::kInput, "tl-input", 81, "each edge, 100 ms", 500us, "the line's own wait"},
    {ThreadRole::kCan, "tl-can-N", 45, "each batch of frames", 2ms, "the bus's own wait"},
    {ThreadRole::kPublish, "tl-publish", 0, "5 ms, subscriptions", 0ns, "ZeroMQ", true},
    {ThreadRole::kControl, "tl-control", 0, "each request", 0ns, "ZeroMQ, files"},
    {ThreadRole::kInhibit, "tl-inhibit", 0, "500 ms", 0ns, "D-Bus"},
    {ThreadRole::kMain, "tripline-rt", 0, "signals, 500 ms", 0ns, "signalfd"},
}};

constexpr const ThreadRow& row_of(ThreadRole role) noexcept { return kThreadTable[static_cast<std::size_t>(role)]; }

}  // namespace tripline
