// WaitingRoom: how many HTTP workers may wait for news at once, so that the others stay free.
#pragma once

#include <atomic>
#include <optional>
#include <utility>

#include "rt/base/limits.hpp"

namespace tripline {

/// Thread: any. Lifetime: outlives its seats.
class WaitingRoom {
 public:
  class Seat {
   public:
    explicit Seat(std::atomic<int>& taken) noexcept : taken_(&taken) {}
    Seat(Seat&& other) noexcept : taken_(std::exchange(other.taken_, nullptr)) {}
    Seat& operator=(Seat&&) = delete;
    ~Seat() {
      if (taken_ != nullptr) taken_->fetch_sub(1);
    }

   private:
    std::atomic<int>* taken_;
  };

  /// Nothing when all limits::kWaitingRequests seats are taken.
  std::optional<Seat> enter() noexcept {
    std::optional<Seat> seat(std::in_place, taken_);
    if (taken_.fetch_add(1) >= limits::kWaitingRequests) seat.reset();
    return seat;
  }

 private:
  std::atomic<int> taken_{0};
};

}  // namespace tripline
