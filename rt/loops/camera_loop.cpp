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

void CameraLoop::on_camera_thread_start() noexcept {
  slot_.enter(ThreadRole::kCamera, cpu_);
  trigger_.forget_frames();
}

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
  if (before == TriggerState::kArmed) strobe_.expect_shot();
  CameraRecord record;
  record.sensor = frame.sensor_time;
  collect_input_shot(record);
  Decision decision = trigger_.step(frame);
  record.decided = MonoClock::now();
  record.delivered = delivered;
  record.frame = frame.index;
  const bool tripped = decision.event == TriggerEvent::kTrip;
  const bool commanded = !tripped && command_fires_ && trigger_.state() == TriggerState::kArmed;
  if ((tripped || commanded) && claim_.close())
    shoot(record, tripped ? ShotOrigin::kMotion : ShotOrigin::kCommand);
  else if (tripped)
    decision.event = TriggerEvent::kNone;  // an input was first: its shot comes with the next frame
  command_fires_ = false;
  decision_latency_->record(record.decided - delivered);
  delivery_latency_->record(delivered - frame.sensor_time);
  keeper_.keep(frame, record.shot_id);
  tend_priming(before);
  keep_claim();
  report(record, decision, before);
  if (trigger_.state() == TriggerState::kArmed) trigger_.rehearse(frame);
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
  claim_is_open_ = false;
  trigger_.note_shot(record.sensor);
}

bool CameraLoop::fire_from_input(MonoTime event, bool realtime) noexcept RT_NONBLOCKING {
  if (!claim_.take()) return false;
  InputShot shot{.event = event, .woken = MonoClock::now(), .realtime = realtime};
  shot.shot_id = static_cast<std::uint32_t>(shots_.get() + 1);  // the camera counts it when it collects it
  shot.edge = strobe_.fire(shot.shot_id, shot.woken);
  claim_.made(shot);
  return true;
}

/// What an input fired since the last frame belongs to this one: the first that was delivered after it.
void CameraLoop::collect_input_shot(CameraRecord& record) noexcept RT_NONBLOCKING {
  InputShot shot;
  if (!claim_.collect(shot)) return;
  claim_is_open_ = false;
  record.shot_id = shot.shot_id;
  record.origin = ShotOrigin::kInput;
  record.input = shot.event;
  record.input_woken = shot.woken;
  record.edge = shot.edge;
  record.realtime = shot.realtime;
  if (shot.edge.done != MonoTime()) input_latency_->record(shot.edge.done - shot.event);
  shots_.add();
  trigger_.note_shot(record.sensor);
}

/// The claim is open while the trigger is armed. One that does not close was taken: it is collected with the next
/// frame.
void CameraLoop::keep_claim() noexcept RT_NONBLOCKING {
  const bool armed = trigger_.state() == TriggerState::kArmed;
  if (armed == claim_is_open_) return;
  if (armed) claim_.open();
  if (armed || claim_.close()) claim_is_open_ = armed;
}

void CameraLoop::on_camera_end() noexcept {
  [[maybe_unused]] const bool was_open = claim_.close();  // no frame will tell of a shot any more
  ended_.store(true, std::memory_order_release);
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
