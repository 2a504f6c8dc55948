#include "rt/app/core.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "rt/app/dbc_plan.hpp"
#include "rt/app/remote_access.hpp"
#include "rt/app/self_test.hpp"
#include "rt/app/sleep_inhibitor.hpp"
#include "rt/core/can/receive_filter.hpp"
#include "rt/exec/prefault.hpp"
#include "rt/exec/realtime_turn.hpp"
#include "rt/exec/runaway_guard.hpp"
#include "rt/loops/totals.hpp"
#include "rt/settings/can_settings.hpp"
#include "rt/settings/settings.hpp"
#include "rt/settings/signals.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

// Six before, the shot that is being told, the one after it, and previews.
constexpr std::size_t kFrameSlots = limits::kFramesBefore + 2 * limits::kShotFrames + 4;
constexpr auto kListenerWait = 1s;

std::uint64_t random_run_id() {
  std::random_device random;
  return (std::uint64_t{random()} << 32) | random() | 1U;
}

Result<void> lock_when_wanted(const wire::RealtimeT& config) {
  if (config.lock_memory) return lock_memory();
  return Error{ExitCode::kBadConfig, "memory is not locked: realtime.lock_memory is false; set it to true"};
}

std::filesystem::path sim_lines(const RunDir& run) { return run.path / "sim-lines"; }

/// Null when nothing is driven. Before any thread and any device, so that it inherits neither.
Result<std::unique_ptr<GuardProcess>> start_guard(const wire::StrobeT& config, const RunDir& run) {
  const auto lines = guard_arguments(config, sim_lines(run));
  if (auto left = leave_guard_arguments(lines, run.path / "guard.lines"); !left) return left.error();
  if (lines.empty()) return std::unique_ptr<GuardProcess>();
  return GuardProcess::start(lines);
}

/// What a short capture needs to arm at all, unless the settling time was set by hand.
ConfigValues settle_layer(const ConfigStore& store, nanoseconds clip_length) {
  const nanoseconds configured = std::chrono::milliseconds(store.config().trigger->settle_ms);
  const auto settle = settle_for_clip(configured, clip_length);
  for (const auto& value : store.values())
    if (value.field->path == "trigger.settle_ms" && value.layer != ConfigLayer::kDefaults) return {};
  return settle == configured ? ConfigValues{} : ConfigValues{{"trigger.settle_ms", std::to_string(settle / 1ms)}};
}

}  // namespace

Result<std::unique_ptr<Core>> Core::create(const CoreOptions& options, const RigPaths& paths, ConfigStore store) {
  install_allocation_hooks();
  std::vector<Error> degraded;
  if (const auto locked = lock_when_wanted(*store.config().realtime); !locked) degraded.push_back(locked.error());
  if (const auto guarded = guard_against_runaways(); !guarded) degraded.push_back(guarded.error());
  auto guard = start_guard(*store.config().strobe, paths.run);
  if (!guard) return guard.error();
  auto plan = load_plan(*store.config().can, paths.profile.parent_path());
  if (!plan) return plan.error();
  if (auto rules = signal_options_of(*store.config().can, *plan, ""); !rules) return rules.error();
  auto devices =
      open_devices(store.config(), {options.rig, options.profile, sim_lines(paths.run), receive_filters(*plan)});
  if (!devices) return devices.error();
  if (auto settled = store.add_command_line(settle_layer(store, devices->camera->info().length)); !settled)
    return settled.error();
  std::unique_ptr<Core> core(new Core(options, std::move(store), std::move(*guard), std::move(*devices),
                                      std::move(*plan), std::move(degraded)));
  if (auto met = core->demand_signal_profile(); !met) return met.error();
  core->test_itself();
  if (auto wired = core->wire(paths); !wired) return wired.error();
  return core;
}

Core::Core(const CoreOptions& options, ConfigStore store, std::unique_ptr<GuardProcess> guard, Devices devices,
           DecodePlan plan, std::vector<Error> degraded)
    : facts_{options.rig, options.profile,    random_run_id(), MonoClock::now(), degraded.empty(),
             {},          std::move(degraded)},
      guard_(std::move(guard)),
      devices_(std::move(devices)),
      camera_info_(devices_.camera->info()),
      plan_(std::move(plan)),
      config_(std::move(store)) {}

Core::~Core() {
  if (started_) stop("destroyed");
}

void Core::test_itself() {
  SelfTest test = run_self_test(devices_.strobe.get());
  facts_.wake_latency = std::move(test.wake_latency);
  for (auto& fault : test.faults) facts_.degraded.push_back(std::move(fault));
  notices_.log(facts_.degraded.empty() ? LogLevel::kInfo : LogLevel::kWarning, "core", test.report);
}

Result<void> Core::wire(const RigPaths& paths) {
  const wire::ConfigT config = config_.with([](const ConfigStore& store) { return store.config(); });
  const auto tuning = tuning_of(*config.trigger);
  const auto plans = strobe_plans_of(*config.strobe);
  if (!plans) return plans.error();
  lamps_ = plans->shot.lamps;
  auto events = EventPublisher::bind(context_, paths.run, facts_.run_id);
  if (!events) return events.error();
  if (auto opened = open_remote(*events, *config.events, paths); !opened) return opened.error();
  auto control = ControlServer::bind(context_, paths.run);
  if (!control) return control.error();

  auto strobe = StrobeLoop::create(std::move(devices_.strobe), *plans, config.realtime->strobe_cpu, slots_);
  if (!strobe) return strobe.error();
  strobe_ = std::move(*strobe);
  frames_ = std::make_unique<FrameStore>(camera_info_.width, camera_info_.height, kFrameSlots);
  camera_ = std::make_unique<CameraLoop>(tuning, config.trigger->arm_at_start, *strobe_, *frames_, slots_.add(),
                                         config.realtime->camera_cpu);
  if (auto wired = wire_input(*config.input); !wired) return wired.error();
  for (auto& bus : devices_.buses) {
    const auto signals = signal_options_of(*config.can, plan_, bus->info().name);
    if (!signals) return signals.error();
    auto loop = CanLoop::create(std::move(bus), plan_, *signals, static_cast<int>(buses_.size()), slots_);
    if (!loop) return loop.error();
    buses_.push_back(std::move(*loop));
  }
  publish_ = std::make_unique<PublishLoop>(std::move(*events), parts(), slots_.add());
  control_ = std::make_unique<ControlLoop>(
      std::move(*control),
      ControlParts{facts_.run_id, config_, notices_, *camera_, *strobe_, devices_.set_lamp, devices_.poke},
      slots_.add());
  inhibit_ =
      std::make_unique<InhibitLoop>([this] { return camera_->wants_armed(); }, inhibit_sleep, notices_, slots_.add());
  return {};
}

Result<void> Core::open_remote(EventPublisher& events, const wire::EventsT& config, const RigPaths& paths) {
  auto access = load_remote_access(config, paths.profile.parent_path());
  if (!access) return access.error();
  if (!*access) return {};
  const auto clients = (*access)->clients.size();
  if (auto opened = events.open_remote(context_, std::move(**access)); !opened) return opened.error();
  notices_.log(LogLevel::kInfo, "events",
               fmt::format("{} listed keys may subscribe at {}", clients, events.remote_endpoint()));
  return {};
}

/// Which signals there are is known only now that the DBC files are read.
Result<void> Core::demand_signal_profile() {
  return config_.with([this](ConfigStore& store) {
    return store.demand([this](const wire::ConfigT& config) -> Result<void> {
      const auto profile = signal_profile_of(*config.signals, plan_);
      return profile ? Result<void>() : profile.error();
    });
  });
}

Result<void> Core::wire_input(const wire::InputT& config) {
  if (!devices_.input) return {};
  const auto rule = input_rule_of(config);
  if (!rule) return rule.error();
  auto loop = InputLoop::create(std::move(devices_.input), *rule, *camera_, slots_);
  if (!loop) return loop.error();
  input_ = std::move(*loop);
  return {};
}

CoreParts Core::parts() {
  const nanoseconds no_bus =
      config_.with([](const ConfigStore& store) { return std::chrono::milliseconds(store.config().can->stale_ms); });
  auto signal_timeout = [this, no_bus](std::uint32_t signal) {  // where buses differ, the most patient one's
    nanoseconds longest = buses_.empty() ? no_bus : 0ns;
    for (const auto& bus : buses_) longest = std::max(longest, bus->signal_timeout(signal));
    return longest;
  };
  return {facts_,         config_,
          notices_,       slots_,
          camera_info_,   *camera_,
          *frames_,       *strobe_,
          lamps_,         input_.get(),
          buses_,         plan_,
          signal_timeout, [this] { return !guard_ || guard_->is_alive(); }};
}

Result<void> Core::start() {
  started_ = true;
  publish_->start();
  control_->start();
  inhibit_->start();
  strobe_->start();
  if (devices_.is_replay) wait_for_a_listener();
  if (!facts_.memory_locked) touch_all_memory();
  if (input_) input_->start();
  for (auto& bus : buses_) bus->start();
  return devices_.camera->start(*camera_);
}

void Core::wait_for_a_listener() const {
  const auto deadline = MonoClock::now() + kListenerWait;
  while (!publish_->has_subscriber() && MonoClock::now() < deadline) ::usleep(2'000);
}

void Core::stop(const std::string& why) {
  started_ = false;
  if (input_) input_->stop();
  devices_.camera->stop();
  strobe_->stop();
  for (auto& bus : buses_) bus->stop();
  control_->stop();
  inhibit_->stop();
  publish_->stop(why);
}

bool Core::made_progress() { return progress_.all_got_on(slots_); }

std::string Core::status_line() const {
  constexpr std::array<const char*, 6> kNames{"disarmed", "settling", "armed", "fired", "cooldown", "priming"};
  return fmt::format("{}, {} frames, {} shots", kNames[static_cast<std::size_t>(camera_->state())],
                     camera_->frames().get(), camera_->shots().get());
}

std::string Core::summary() const { return summary_json(const_cast<Core*>(this)->parts()); }

}  // namespace tripline
