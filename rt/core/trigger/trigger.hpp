// The trigger: looks at one frame after another and decides, at once, whether something was hit.
#pragma once

#include <array>
#include <cstdint>

#include "rt/base/limits.hpp"
#include "rt/base/realtime.hpp"
#include "rt/core/motion/motion_kernel.hpp"
#include "rt/core/motion/second_look.hpp"
#include "rt/core/trigger/tuning.hpp"

namespace tripline {

/// Same values as wire::TriggerState.
enum class TriggerState : std::uint8_t { kDisarmed, kSettling, kArmed, kFired, kCooldown, kPriming };

enum class TriggerEvent : std::uint8_t {
  kNone,
  kSettled,      ///< armed: the scene was still for `settle`
  kRearmed,      ///< armed again, after a shot
  kTrip,         ///< fire now
  kSceneChange,  ///< a candidate that was a lamp or moved the guard too: no shot, new baseline
  kStall,        ///< the first frame after a silence: a baseline, never a trigger
};

struct Decision {
  TriggerEvent event = TriggerEvent::kNone;
  Motion motion;
  SecondLook look;  ///< meaningful when `looked`
  bool looked = false;
};

/// The window that this tuning means for frames of this size. RT-safe: yes.
MotionWindow window_of(const TriggerTuning& tuning, std::uint32_t width, std::uint32_t height) noexcept RT_NONBLOCKING;

/// Pure state: no thread, syscall or heap. Time comes in with the frames.
/// Thread: one (the camera's). RT-safe: every method.
class Trigger {
 public:
  explicit Trigger(const TriggerTuning& tuning) noexcept : tuning_(tuning) {}

  /// The decision on the next frame. `now` is the frame's sensor time. Lifetime: keeps a view of the frame as a later
  /// reference; the camera keeps its pixels valid for limits::kHeldFrames frames.
  Decision step(const CameraFrame& frame) noexcept RT_NONBLOCKING;

  /// Judges the frame against itself and forgets the verdict, so that the code and data of a judgement, which comes
  /// once a shot, are in the caches when it does. After the frame was dealt with.
  void rehearse(const CameraFrame& frame) noexcept RT_NONBLOCKING;

  /// Takes effect with the next frame. A change of the window starts from a new baseline.
  void set_tuning(const TriggerTuning& tuning) noexcept RT_NONBLOCKING;
  void arm(MonoTime now) noexcept RT_NONBLOCKING;
  void disarm() noexcept RT_NONBLOCKING { state_ = TriggerState::kDisarmed; }
  /// While `wanted`, a scene that has settled leads to kPriming, and only primed() from there to kArmed.
  void set_priming(bool wanted) noexcept RT_NONBLOCKING { priming_wanted_ = wanted; }
  /// What had to be primed is: armed at the next frame, unless that one moves.
  void primed() noexcept RT_NONBLOCKING { primed_ = true; }
  /// A shot was made (by command, by an input) while this was armed, whatever step() made of it since.
  /// Nothing when disarmed meanwhile.
  void note_shot(MonoTime now) noexcept RT_NONBLOCKING;

  /// Earlier frames are void: the next one is a baseline. Settles anew unless disarmed.
  void forget_frames() noexcept RT_NONBLOCKING;

  TriggerState state() const noexcept { return state_; }
  const TriggerTuning& tuning() const noexcept { return tuning_; }

 private:
  bool take_reference(const CameraFrame& frame, CameraFrame& reference) noexcept;
  bool is_candidate(const Motion& motion) const noexcept;
  bool is_lamp(const SecondLook& look) const noexcept;
  bool moves_guard(const Motion& motion) const noexcept;
  TriggerEvent advance(const CameraFrame& frame, Decision& decision, const ImageView& reference) noexcept;
  TriggerEvent judge(const CameraFrame& frame, Decision& decision, const ImageView& reference) noexcept;
  void settle_from(MonoTime now) noexcept;
  TriggerEvent settled() noexcept;
  TriggerEvent armed() noexcept;

  static constexpr std::size_t kReferences = limits::kHeldFrames;
  TriggerTuning tuning_;
  TriggerState state_ = TriggerState::kDisarmed;
  std::array<CameraFrame, kReferences> seen_{};  // newest at seen_[(count_ - 1) % kReferences]
  std::uint64_t seen_count_ = 0;                 // since the last baseline
  MonoTime still_since_{};
  MonoTime tripped_at_{};
  std::uint32_t frames_after_trip_ = 0;
  bool shot_before_ = false;
  bool rehearsed_ = false;  ///< written so that no compiler leaves the rehearsal out
  bool priming_wanted_ = false;
  bool primed_ = false;
};

}  // namespace tripline
