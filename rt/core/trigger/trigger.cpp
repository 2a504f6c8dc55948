#include "rt/core/trigger/trigger.hpp"

#include <algorithm>
#include <utility>

namespace tripline {
namespace {

// In the darker of two pictures the sensor's noise weighs more, and the correlation falls though nothing moved. Real
// turf at 0.3 of its light and back, noise of 2 grey levels: a proportion >= 0.88, a correlation >= 0.67, and <= 7 % of
// the changed pixels unexplained. Balls that begin to move leave >= 57 % of them at 0.6 of the light, >= 8 % at 0.3.
constexpr double kDimmedProportion = 0.75;
constexpr double kDimmedCorrelation = 0.5;  // of lamp_correlation
constexpr double kDimmedResidual = 0.1;

}  // namespace

MotionWindow window_of(const TriggerTuning& tuning, std::uint32_t width, std::uint32_t height) noexcept RT_NONBLOCKING {
  const Region roi = clip_region(tuning.roi, width, height);
  return {roi, grow(roi, tuning.guard, width, height), tuning.threshold, std::max(tuning.row_step, 1U)};
}

void Trigger::set_tuning(const TriggerTuning& tuning) noexcept RT_NONBLOCKING {
  const bool same_window = tuning.roi == tuning_.roi && tuning.reference_back == tuning_.reference_back;
  tuning_ = tuning;
  if (!same_window) seen_count_ = 0;
}

void Trigger::arm(MonoTime now) noexcept RT_NONBLOCKING {
  if (state_ == TriggerState::kDisarmed) settle_from(now);
}

void Trigger::note_shot(MonoTime now) noexcept RT_NONBLOCKING {
  if (state_ == TriggerState::kDisarmed) return;
  state_ = TriggerState::kFired;
  tripped_at_ = now;
  frames_after_trip_ = 0;
  shot_before_ = true;
}

void Trigger::forget_frames() noexcept RT_NONBLOCKING {
  seen_count_ = 0;
  if (state_ != TriggerState::kDisarmed) settle_from(MonoTime::max());  // from the next comparison on
}

void Trigger::settle_from(MonoTime now) noexcept {
  state_ = TriggerState::kSettling;
  still_since_ = now;
}

/// Remembers the frame; false while there is no reference yet.
bool Trigger::take_reference(const CameraFrame& frame, CameraFrame& reference) noexcept {
  const std::uint64_t back = std::clamp<std::uint64_t>(tuning_.reference_back, 1, kReferences - 1);
  const bool has_reference = seen_count_ >= back;
  if (has_reference) reference = seen_[(seen_count_ - back) % kReferences];
  seen_[seen_count_ % kReferences] = frame;
  ++seen_count_;
  const ImageView &now = frame.image, &before = reference.image;
  return has_reference && before.width == now.width && before.height == now.height && before.format == now.format;
}

bool Trigger::is_candidate(const Motion& motion) const noexcept {
  const std::uint32_t rows_skipped = std::max(tuning_.row_step, 1U);
  const std::uint32_t at_least = std::max(tuning_.trip_pixels / rows_skipped, 1U);
  return motion.roi.changed >= at_least && motion.roi.changed_fraction() >= tuning_.trip_fraction;
}

// Neither sign serves alone: a ball that is simply gone leaves no residual (the fit flattens to gain 0) but does not
// correlate; a small ball in a large picture correlates well but all of its change is residual.
bool Trigger::is_lamp(const SecondLook& look) const noexcept {
  const auto explained = [&look](double fraction) { return look.residual <= fraction * look.changed; };
  if (look.correlation >= tuning_.lamp_correlation) return explained(tuning_.lamp_residual);
  const bool dimmed = look.proportion >= kDimmedProportion;
  return dimmed && look.correlation >= tuning_.lamp_correlation * kDimmedCorrelation && explained(kDimmedResidual);
}

bool Trigger::moves_guard(const Motion& motion) const noexcept {
  return motion.guard.pixels > 0 && motion.guard.changed_fraction() >= tuning_.guard_fraction;
}

Decision Trigger::step(const CameraFrame& frame) noexcept RT_NONBLOCKING {
  Decision decision;
  if (seen_count_ > 0 && frame.sensor_time - seen_[(seen_count_ - 1) % kReferences].sensor_time >= tuning_.stall) {
    seen_count_ = 0;
    decision.event = TriggerEvent::kStall;
    if (state_ != TriggerState::kDisarmed) settle_from(frame.sensor_time);
  }
  CameraFrame reference;
  if (!take_reference(frame, reference)) return decision;
  decision.motion =
      measure_motion(frame.image, reference.image, window_of(tuning_, frame.image.width, frame.image.height));
  decision.event = advance(frame, decision, reference.image);
  return decision;
}

TriggerEvent Trigger::advance(const CameraFrame& frame, Decision& decision, const ImageView& reference) noexcept {
  const MonoTime now = frame.sensor_time;
  switch (state_) {
    case TriggerState::kDisarmed:
      return TriggerEvent::kNone;
    case TriggerState::kSettling:
      still_since_ = is_candidate(decision.motion) ? now : std::min(still_since_, now);
      if (now - still_since_ < tuning_.settle) return TriggerEvent::kNone;
      return settled();
    case TriggerState::kPriming:
      if (is_candidate(decision.motion)) settle_from(now);
      return state_ == TriggerState::kPriming && primed_ ? armed() : TriggerEvent::kNone;
    case TriggerState::kArmed:
      return is_candidate(decision.motion) ? judge(frame, decision, reference) : TriggerEvent::kNone;
    case TriggerState::kFired:
      if (++frames_after_trip_ >= limits::kFramesAfter) state_ = TriggerState::kCooldown;
      return TriggerEvent::kNone;
    case TriggerState::kCooldown:
      if (now - tripped_at_ >= tuning_.cooldown) settle_from(now);
      return TriggerEvent::kNone;
  }
  return TriggerEvent::kNone;
}

TriggerEvent Trigger::settled() noexcept {
  if (!priming_wanted_) return armed();
  state_ = TriggerState::kPriming;
  primed_ = false;
  return TriggerEvent::kNone;
}

TriggerEvent Trigger::armed() noexcept {
  state_ = TriggerState::kArmed;
  return std::exchange(shot_before_, false) ? TriggerEvent::kRearmed : TriggerEvent::kSettled;
}

void Trigger::rehearse(const CameraFrame& frame) noexcept RT_NONBLOCKING {
  const MotionWindow in_force = window_of(tuning_, frame.image.width, frame.image.height);
  const auto look = look_again(frame.image, frame.image, in_force.roi,
                               {in_force.threshold, in_force.row_step, tuning_.lamp_correlation * kDimmedCorrelation});
  rehearsed_ = is_lamp(look);
}

TriggerEvent Trigger::judge(const CameraFrame& frame, Decision& decision, const ImageView& reference) noexcept {
  const MotionWindow in_force = window_of(tuning_, frame.image.width, frame.image.height);
  decision.look = look_again(frame.image, reference, in_force.roi,
                             {in_force.threshold, in_force.row_step, tuning_.lamp_correlation * kDimmedCorrelation});
  decision.looked = true;
  if (moves_guard(decision.motion) || is_lamp(decision.look)) {
    settle_from(frame.sensor_time);
    return TriggerEvent::kSceneChange;
  }
  note_shot(frame.sensor_time);
  return TriggerEvent::kTrip;
}

}  // namespace tripline
