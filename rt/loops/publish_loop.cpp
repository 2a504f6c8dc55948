#include "rt/loops/publish_loop.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rt/loops/totals.hpp"
#include "rt/settings/settings.hpp"
#include "rt/settings/signals.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr auto kTurn = 5ms;  // how long a record may wait in a ring
constexpr auto kStatusEvery = 1s;
constexpr auto kToldStrangers = 10s;
constexpr std::size_t kBatchFrames = 4'096;  // of one can_raw event; a replay at full speed fills it

std::string us(nanoseconds time) { return fmt::format("{:.1f} us", static_cast<double>(time.count()) / 1e3); }

std::string cause_of(const CameraRecord& trip) {
  if (trip.origin == ShotOrigin::kInput) return "an edge of the input";
  return trip.origin == ShotOrigin::kCommand ? "a command" : fmt::format("{:.1f} % changed", trip.roi_changed * 100);
}

std::string promptness_of(const CameraRecord& trip, MonoTime first_edge) {
  return trip.origin == ShotOrigin::kInput ? us(first_edge - trip.input) + " after the input's"
                                           : us(first_edge - trip.delivered) + " after the frame arrived";
}

/// Where all buses are of one kind their signals are too; a mixed rig's are told as derived from several.
Provenance provenance_of_buses(const CoreParts& parts) {
  auto provenance = parts.buses.empty() ? Provenance::kDerived : parts.buses.front()->info().provenance;
  for (const auto& bus : parts.buses)
    if (bus->info().provenance != provenance) provenance = Provenance::kDerived;
  return provenance;
}

}  // namespace

PublishLoop::PublishLoop(EventPublisher publisher, CoreParts parts, ThreadSlot& slot)
    : publisher_(std::move(publisher)),
      parts_(std::move(parts)),
      slot_(slot),
      signals_(parts_.plan, {0, provenance_of_buses(parts_), parts_.signal_timeout}),
      raw_(parts_.buses.size()),
      bus_alerts_(parts_),
      bus_rates_(parts_.buses.size()) {}

PublishLoop::~PublishLoop() {
  if (thread_.joinable()) stop("destroyed");
}

void PublishLoop::start() {
  thread_ = std::jthread([this] { run(); });
}

void PublishLoop::stop(const std::string& why) {
  why_ = why;
  stopping_.store(true, std::memory_order_release);  // partner: run()'s acquire
  if (thread_.joinable()) thread_.join();
}

void PublishLoop::run() {
  slot_.enter(ThreadRole::kPublish);
  publish_config_on_change();
  while (!stopping_.load(std::memory_order_acquire)) {
    publisher_.serve_subscriptions(kTurn);
    slot_.entered.add();
    turn();
    slot_.left.add();
  }
  can_due_ = MonoTime();
  turn();
  publish_shots(false);
  publish_status(why_);
}

void PublishLoop::turn() {
  has_subscriber_.store(publisher_.has_subscriber(), std::memory_order_release);
  publish_config_on_change();
  const auto interval = nanoseconds(static_cast<std::int64_t>(1e9 / preview_hz_));
  parts_.camera.keeper().set_preview(publisher_.wanted("frame/preview") ? interval : 0ns);
  publish_can();
  publish_camera_records();
  publish_frames();
  publish_shots(true);
  watch_camera();
  bus_alerts_.look(parts_);
  watch_input();
  watch_guard();
  watch_degraded();
  watch_strangers();
  publish_notices();
  publish_status_when_due();
}

void PublishLoop::publish_config_on_change() {
  parts_.config.with([this](const ConfigStore& store) {
    if (store.revision() == config_revision_) return;
    config_revision_ = store.revision();
    tuning_ = tuning_of(*store.config().trigger);
    preview_hz_ = store.config().publish->preview_hz;
    preview_px_ = store.config().publish->preview_px;
    build_config(builder_, publisher_.next_header("config"), parts_.facts.profile, store);
    publisher_.publish("config", builder_);
    follow_profile(store);
  });
}

/// Other rules are another catalogue: what the old ones told goes out before it, under the revision it belongs to.
void PublishLoop::follow_profile(const ConfigStore& store) {
  auto json = store.get("signals");
  RT_CHECK(json.has_value());
  if (*json == signals_json_) return;
  signals_json_ = std::move(*json);
  auto profile = signal_profile_of(*store.config().signals, parts_.plan);
  RT_CHECK(profile.has_value());  // nothing is in force that was not checked
  publish_signals();
  signals_.change_profile(MonoClock::now(), std::move(*profile));
  build_catalog(builder_, publisher_.next_header("catalog"), signals_.catalog());
  publisher_.publish("catalog", builder_);
}

void PublishLoop::publish_camera_records() {
  for (CameraRecord record; parts_.camera.take_record(record);) {
    const bool by_input = record.origin == ShotOrigin::kInput;
    if (record.shot_id != 0) shots_.begin(record, signals_.snapshot().at(by_input ? record.input : record.sensor));
    tell(record);
  }
  while (parts_.strobe.take_finished(train_)) {
    if (train_.kind == TrainKind::kShot) shots_.add_train(train_);
    tell(train_);
  }
}

void PublishLoop::tell(const CameraRecord& record) {
  auto& notices = parts_.notices;
  switch (record.event) {
    case TriggerEvent::kSettled:
      return notices.log(LogLevel::kInfo, "trigger", fmt::format("armed at frame {}", record.frame.value));
    case TriggerEvent::kRearmed:
      return notices.log(LogLevel::kInfo, "trigger", fmt::format("armed again at frame {}", record.frame.value));
    case TriggerEvent::kSceneChange:
      return notices.alert(
          LogLevel::kWarning, wire::AlertKind::scene_change, "trigger",
          fmt::format(
              "scene change at frame {} ({:.1f} % of the ROI changed, correlation {:.2f}): no shot, new baseline",
              record.frame.value, record.roi_changed * 100, record.correlation));
    case TriggerEvent::kStall:
      return notices.log(LogLevel::kInfo, "trigger",
                         fmt::format("frame {} after a silence is the new baseline", record.frame.value));
    case TriggerEvent::kTrip:
    case TriggerEvent::kNone:
      return;
  }
}

void PublishLoop::publish_frames() {
  while (FrameSlot* slot = parts_.frames.next()) {
    const bool preview = slot->shot_id == 0;
    const std::string_view key = preview ? "frame/preview" : "frame/shot";
    const auto longest = std::max(slot->width, slot->height);
    const std::uint32_t step = preview ? (longest + preview_px_ - 1) / preview_px_ : 1;
    build_frame(builder_, publisher_.next_header(key), *slot, window_of(tuning_, slot->width, slot->height),
                parts_.camera_info.provenance, std::max(step, 1U));
    publisher_.publish(key, builder_);
    if (!preview) shots_.add_frame(slot->shot_id, slot->index, slot->place);
    parts_.frames.give_back(slot);
  }
}

void PublishLoop::publish_shots(bool whole_only) {
  const auto next = [&] { return whole_only ? shots_.take_whole(MonoClock::now()) : shots_.take_any(); };
  while (const auto shot = next()) {
    build_shot(builder_, publisher_.next_header("shot"), *shot, parts_);
    publisher_.publish("shot", builder_);
    tell(*shot);
  }
}

void PublishLoop::tell(const AssembledShot& shot) {
  auto& notices = parts_.notices;
  const auto& trip = shot.trip;
  const bool lit = trip.edge.refusal == StrobeRefusal::kNone;
  const MonoTime first_edge = first_edge_of(shot);
  notices.log(LogLevel::kInfo, "trigger",
              fmt::format("shot {} at frame {}: {}, {}{}", trip.shot_id, trip.frame.value, cause_of(trip),
                          lit ? "first edge " + promptness_of(trip, first_edge) : "no pulse",
                          lit ? fmt::format(", {} pulses", shot.train.count) : ""));
  if (!lit)
    notices.alert(LogLevel::kWarning, wire::AlertKind::strobe_refused, "strobe",
                  fmt::format("shot {} made no pulse", trip.shot_id), "see strobe_refused in the shot");
}

void PublishLoop::tell(const PulseTrain& train) {
  const auto end = train.pulses.begin() + static_cast<std::ptrdiff_t>(train.count);
  const auto overlong = std::count_if(train.pulses.begin(), end, [](const MadePulse& pulse) { return pulse.overlong; });
  const std::string what = train.kind == TrainKind::kShot   ? fmt::format("shot {}", train.shot_id)
                           : train.kind == TrainKind::kTest ? "test pulse"
                                                            : "priming the camera";
  if (train.kind != TrainKind::kShot)
    parts_.notices.log(LogLevel::kInfo, "strobe",
                       fmt::format("{}: {} pulses made{}", what, train.count, train.cut_short ? ", cut short" : ""));
  if (train.device_failed)
    parts_.notices.alert(LogLevel::kError, wire::AlertKind::strobe_refused, "strobe",
                         what + ": the line refused to be set", "check the device; restart the core");
  if (overlong > 0)
    parts_.notices.alert(
        LogLevel::kWarning, wire::AlertKind::overlong_pulse, "strobe",
        fmt::format("{}: {} pulses were longer than allowed{}", what, overlong,
                    train.cut_short ? "; the pattern ended there" : ""),
        parts_.facts.degraded.empty() ? "see the shot's pulses" : "mend real time first: see `tripline status`");
}

void PublishLoop::publish_can() {
  bool full = false;
  for (std::size_t i = 0; i < parts_.buses.size(); ++i) {
    auto& bus = *parts_.buses[i];
    for (SignalSample sample; samples_.size() < 16 * kBatchFrames && bus.take_sample(sample);)
      samples_.push_back(sample);
    for (CanFrame frame; raw_[i].size() < kBatchFrames && bus.take_frame(frame);) raw_[i].push_back(frame);
    full = full || raw_[i].size() >= kBatchFrames;
  }
  const auto now = MonoClock::now();
  signals_.take(now, samples_);
  samples_.clear();
  full = full || signals_.told().size() >= 16 * kBatchFrames;
  if (now < can_due_ && !full) return;
  can_due_ = now + limits::kCanBatch;
  for (std::size_t i = 0; i < parts_.buses.size(); ++i) {
    if (raw_[i].empty()) continue;
    build_can_raw(builder_, publisher_.next_header("can_raw"), parts_.buses[i]->info(), raw_[i]);
    publisher_.publish("can_raw", builder_);
    raw_[i].clear();
  }
  publish_signals();
}

void PublishLoop::publish_signals() {
  if (signals_.told().empty()) return;
  build_can_signals(builder_, publisher_.next_header("can_signals"), signals_.catalog().revision, signals_.told());
  publisher_.publish("can_signals", builder_);
  signals_.clear_told();
}

/// Before an alert comes a status that knows of what it tells: whoever reads the alert may ask at once.
void PublishLoop::publish_notices() {
  const auto notices = parts_.notices.take_all();
  if (std::any_of(notices.begin(), notices.end(), [](const Notice& notice) { return notice.is_alert; }))
    publish_status("");
  for (const auto& notice : notices) {
    const std::string_view key = notice.is_alert ? "alert" : "log";
    build_notice(builder_, publisher_.next_header(key), notice);
    publisher_.publish(key, builder_);
  }
}

void PublishLoop::publish_status_when_due() {
  const auto now = MonoClock::now();
  if (now < status_due_ && parts_.camera.state() == published_state_) return;
  if (now >= status_due_) status_due_ = now + kStatusEvery;
  publish_status("");
}

void PublishLoop::publish_status(const std::string& stopping) {
  published_state_ = parts_.camera.state();  // at least as old as what is told
  const auto now = MonoClock::now();
  StatusView view{camera_stalled_, camera_rate_.look(parts_.camera.frames().get(), now), {}, stopping};
  if (publisher_.gate() != nullptr) view.strangers = publisher_.gate()->refused();
  for (std::size_t i = 0; i < parts_.buses.size(); ++i)
    view.bus_hz.push_back(bus_rates_[i].look(parts_.buses[i]->counters().in.get(), now));
  build_status(builder_, publisher_.next_header("status"), parts_, view);
  publisher_.publish("status", builder_);
}

void PublishLoop::watch_camera() {
  if (parts_.camera.ended()) {
    if (!std::exchange(camera_end_told_, true))
      parts_.notices.alert(LogLevel::kInfo, wire::AlertKind::source_ended, "camera",
                           parts_.camera_info.name + ": no further frames; the capture ended, or the camera was lost");
    return;
  }
  const auto last = std::max(parts_.camera.last_frame(), parts_.facts.started);
  const bool stalled = MonoClock::now() - last > tuning_.stall;
  if (stalled == camera_stalled_) return;
  camera_stalled_ = stalled;
  if (stalled)
    parts_.notices.alert(LogLevel::kError, wire::AlertKind::camera_stalled, "camera",
                         fmt::format("{}: silent for {} ms", parts_.camera_info.name, tuning_.stall / 1ms),
                         "check its cable and power");
  else
    parts_.notices.alert(LogLevel::kInfo, wire::AlertKind::camera_back, "camera",
                         parts_.camera_info.name + ": delivers again");
}

void PublishLoop::watch_input() {
  if (parts_.input == nullptr) return;
  const bool lost = parts_.input->is_lost();
  if (std::exchange(input_lost_, lost) == lost) return;
  if (lost)
    parts_.notices.alert(LogLevel::kError, wire::AlertKind::input_lost, parts_.input->info().name,
                         "the input is gone: its chip was unplugged", "tried again after 1, 2, 5, 10, 10 ... s");
  else
    parts_.notices.alert(LogLevel::kInfo, wire::AlertKind::input_back, parts_.input->info().name, "the input is back");
}

/// Without its guard a real line must not fire: a crash would leave the lamp burning.
void PublishLoop::watch_guard() {
  const auto* line = parts_.strobe.line_info();
  if (line == nullptr || parts_.strobe.locked_out() || parts_.guard_is_alive()) return;
  if (line->provenance == Provenance::kSimulated) return;
  parts_.strobe.lock_out();
  parts_.camera.arm(false);
  parts_.notices.alert(LogLevel::kError, wire::AlertKind::arm_refused, "strobe", "disarmed: the guard is gone",
                       "restart the core");
}

/// A stranger tries again ten times a second: it is told at most once in kToldStrangers.
void PublishLoop::watch_strangers() {
  const auto* gate = publisher_.gate();
  const auto now = MonoClock::now();
  if (gate == nullptr || gate->refused() == strangers_told_ || now < strangers_due_) return;
  strangers_due_ = now + kToldStrangers;
  const auto more = gate->refused() - std::exchange(strangers_told_, gate->refused());
  parts_.notices.log(
      LogLevel::kWarning, "events",
      fmt::format("{} remote subscribers were turned away; the newest {}", more, gate->newest_refusal()));
}

/// A reason that went away and is back is told again.
void PublishLoop::watch_degraded() {
  auto reasons = degraded_of(parts_);
  for (const auto& reason : reasons) {
    const auto same = [&reason](const Error& told) { return told.message == reason.message; };
    if (std::any_of(degraded_told_.begin(), degraded_told_.end(), same)) continue;
    const auto& text = reason.message;
    const auto semicolon = text.rfind("; ");
    parts_.notices.alert(LogLevel::kWarning, wire::AlertKind::realtime_degraded, "core", text.substr(0, semicolon),
                         semicolon == std::string::npos ? "" : text.substr(semicolon + 2));
  }
  degraded_told_ = std::move(reasons);
}

}  // namespace tripline
