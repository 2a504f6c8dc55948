// wait_until: what another thread or process brings about is polled for, with a limit that only a failure reaches.
#pragma once

#include <chrono>
#include <thread>

namespace tripline::test {

template <typename Condition>
[[nodiscard]] bool wait_until(Condition condition, std::chrono::milliseconds limit = std::chrono::seconds(10)) {
  using Clock = std::chrono::steady_clock;
  for (const auto deadline = Clock::now() + limit; Clock::now() < deadline;) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return condition();
}

}  // namespace tripline::test
