#include "rt/loops/camera_loop.hpp"

#include "rt/exec/realtime_turn.hpp"

namespace tripline {

CameraLoop::CameraLoop(const TriggerTuning& tuning, bool arm_at_start, StrobeLoop& strobe, FrameStore& store,
                       ThreadSlot& slot, int cpu)
    : trigger_(tuning),
      strobe_(strobe),
      keeper_(store),
      slot_(slot),
      cpu_(cpu),
      tuning_(tuning),
      arm_wanted_(arm_at_start) {}

void CameraLoop::on_camera_thread_start() noexcept { slot_.enter(ThreadRole::kCamera, cpu_); }

void CameraLoop::on_frame(const CameraFrame& frame) noexcept RT_NONBLOCKING {
  const MonoTime delivered = MonoClock::now();
  slot_.entered.add();
  {
    RealtimeTurn turn;
    obey(frame.sensor_time);
    look_at(frame, delivered);
    count_lost(frame.index);
    last_frame_ns_.store(delivered.time_since_epoch().count(), std::memory_order_relaxed);
  }
  slot_.left.add();
}

void CameraLoop::look_at(const CameraFrame& frame, MonoTime delivered) noexcept RT_NONBLOCKING {
  const TriggerState before = trigger_.state();
  CameraRecord record;
  const Decision decision = trigger_.step(frame);
  record.decided = MonoClock::now();
  record.delivered = delivered;
  record.frame = frame.index;
  record.sensor = frame.sensor_time;
  if (decision.event == TriggerEvent::kTrip)
    shoot(record, ShotOrigin::kMotion);
  else if (command_fires_ && trigger_.fire(frame.sensor_time))
    shoot(record, ShotOrigin::kCommand);
  command_fires_ = false;
  decision_latency_->record(record.decided - delivered);
  keeper_.keep(frame, record.shot_id);
  tend_priming(before);
  report(record, decision, before);
}

/// An external-trigger camera delivers nothing before it was primed; what moves or is disarmed meanwhile ends it.
void CameraLoop::tend_priming(TriggerState before) noexcept RT_NONBLOCKING {
  if (trigger_.state() != TriggerState::kPriming) {
    if (before == TriggerState::kPriming && trigger_.state() != TriggerState::kArmed) strobe_.stop_priming();
    return;
  }
  if (before != TriggerState::kPriming) strobe_.stop_priming();  // what was done then does not count now
  if (strobe_.prime_state() == PrimeState::kIdle) strobe_.prime();
  if (strobe_.prime_state() == PrimeState::kDone) trigger_.primed();
}

/// From here the strobe is lit: the first thing after the decision.
void CameraLoop::shoot(CameraRecord& record, ShotOrigin origin) noexcept RT_NONBLOCKING {
  const auto shot_id = static_cast<std::uint32_t>(shots_.get() + 1);
  record.edge = strobe_.fire(shot_id, record.decided);
  record.shot_id = shot_id;
  record.origin = origin;
  record.realtime = slot_.priority.load(std::memory_order_relaxed) > 0;
  if (record.edge.done != MonoTime()) trigger_latency_->record(record.edge.done - record.delivered);
  shots_.add();
}

void CameraLoop::report(CameraRecord& record, const Decision& decision, TriggerState before) noexcept RT_NONBLOCKING {
  record.event = decision.event;
  record.state = trigger_.state();
  state_.store(record.state, std::memory_order_relaxed);
  if (record.event == TriggerEvent::kNone && record.shot_id == 0 && record.state == before) return;
  record.roi_changed = decision.motion.roi.changed_fraction();
  record.guard_changed = decision.motion.guard.changed_fraction();
  record.residual = decision.look.residual_fraction();
  record.correlation = decision.look.correlation;
  if (!records_.try_push(record)) records_lost_.add();
}

void CameraLoop::obey(MonoTime now) noexcept RT_NONBLOCKING {
  bool changed = false;
  const TriggerTuning& tuning = tuning_.read(&changed);
  if (changed) trigger_.set_tuning(tuning);
  trigger_.set_priming(strobe_.needs_priming());
  const bool armed = trigger_.state() != TriggerState::kDisarmed;
  const bool wanted = arm_wanted_.load(std::memory_order_acquire);
  if (wanted && !armed) trigger_.arm(now);
  if (!wanted && armed) trigger_.disarm();
  if (!wanted && armed) strobe_.stop_priming();
  command_fires_ =
      fire_wanted_.load(std::memory_order_relaxed) && fire_wanted_.exchange(false, std::memory_order_acq_rel);
}

bool CameraLoop::request_fire() noexcept {
  if (state() != TriggerState::kArmed) return false;
  fire_wanted_.store(true, std::memory_order_release);
  return true;
}

void CameraLoop::count_lost(FrameIndex index) noexcept RT_NONBLOCKING {
  if (index.value > next_index_) frames_lost_.add(index.value - next_index_);
  next_index_ = index.value + 1;
}

}  // namespace tripline
