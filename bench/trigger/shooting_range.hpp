// The core's own camera and strobe loops around a twin of the line, hit as often as one likes.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "rt/loops/camera_loop.hpp"
#include "rt/loops/frame_store.hpp"
#include "rt/loops/strobe_loop.hpp"

namespace tripline::bench {

class ShootingRange {
 public:
  /// Gives the calling thread what tl-camera has.
  explicit ShootingRange(int cpu);
  /// Shows a still scene until the trigger is armed and the strobe free.
  void arm();
  /// Shows the frame that the ball is gone from. Returns ns from the callback's entry to the set's return; nothing when
  /// no edge was made.
  std::optional<double> hit();
  /// The scheduling that this thread was refused; 0: none.
  int refusal() const { return slot_->refusal.load(); }

 private:
  void show(const std::vector<std::uint8_t>& pixels);
  void drain();

  std::vector<std::uint8_t> still_;
  std::vector<std::uint8_t> gone_;
  ThreadSlots slots_;
  FrameStore store_;
  std::unique_ptr<StrobeLoop> strobe_;
  ThreadSlot* slot_;
  std::unique_ptr<CameraLoop> loop_;
  PulseTrain train_;
  CameraRecord shot_;
  std::uint64_t index_ = 0;
  MonoTime now_{std::chrono::seconds(1)};
  bool pulses_run_ = false;
};

}  // namespace tripline::bench
