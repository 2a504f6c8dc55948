#include "shim/cli/replay.hpp"

#include <fmt/format.h>
#include <time.h>

#include "hw/replay/frame_clip.hpp"
#include "rt/config/config_store.hpp"
#include "rt/core/trigger/trigger.hpp"
#include "rt/settings/profile.hpp"
#include "rt/settings/settings.hpp"

namespace tripline {
namespace {

constexpr double kFallbackFps = 30;  // of a capture that does not tell, as hw/replay plays it

struct Counts {
  std::size_t trips = 0;
  std::size_t scene_changes = 0;
};

std::string_view event_name(TriggerEvent event) {
  switch (event) {
    case TriggerEvent::kSettled:
      return "settled";
    case TriggerEvent::kRearmed:
      return "rearmed";
    case TriggerEvent::kTrip:
      return "trip";
    case TriggerEvent::kSceneChange:
      return "scene_change";
    case TriggerEvent::kStall:
      return "stall";
    case TriggerEvent::kNone:
      break;
  }
  return "";
}

Result<TriggerTuning> load_tuning(const ReplayOptions& options, const FrameClip& clip, double fps) {
  ConfigFiles files;
  if (!options.profile.empty()) {
    auto profile =
        find_profile(options.config_dir.empty() ? "/etc/tripline/main" : options.config_dir, options.profile);
    if (!profile) return profile.error();
    files.profile = *profile;
  }
  const auto store = ConfigStore::load(files, {});
  if (!store) return store.error();
  TriggerTuning tuning = tuning_of(*store->config().trigger);
  const nanoseconds length(static_cast<std::int64_t>(static_cast<double>(clip.frame_count()) * 1e9 / fps));
  tuning.settle = options.settle_seconds ? nanoseconds(static_cast<std::int64_t>(*options.settle_seconds * 1e9))
                                         : settle_for_clip(tuning.settle, length);
  if (options.roi) tuning.roi = *options.roi;
  if (clip_region(tuning.roi, clip.width, clip.height).empty())
    return Error{ExitCode::kUsage,
                 fmt::format("--roi: the region lies outside of the picture of {}x{}", clip.width, clip.height)};
  return tuning;
}

void print_event(std::FILE* out, bool json, std::size_t frame, const Decision& decision, nanoseconds latency) {
  const auto name = event_name(decision.event);
  const double roi = decision.motion.roi.changed_fraction();
  const double guard = decision.motion.guard.changed_fraction();
  if (json)
    fmt::print(out,
               R"({{"frame":{},"event":"{}","roi_changed":{:.6g},"guard_changed":{:.6g},"latency_ns":{}}})"
               "\n",
               frame, name, roi, guard, latency.count());
  else
    fmt::print(out, "frame {:6}  {:12}  {:5.1f} % of the ROI changed, {:5.1f} % of the guard, decided in {:.1f} us\n",
               frame, name, roi * 100, guard * 100, static_cast<double>(latency.count()) / 1e3);
}

void print_summary(std::FILE* out, bool json, std::size_t frames, const Counts& counts) {
  if (json)
    fmt::print(out,
               R"({{"summary":true,"frames":{},"trips":{},"scene_changes":{}}})"
               "\n",
               frames, counts.trips, counts.scene_changes);
  else
    fmt::print(out, "{} frames, {} trips, {} scene changes\n", frames, counts.trips, counts.scene_changes);
}

void wait_until(MonoTime time) {
  const auto ns = time.time_since_epoch().count();
  const timespec when{ns / 1'000'000'000, ns % 1'000'000'000};
  ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, nullptr);
}

Counts run(const ReplayOptions& options, const FrameClip& clip, double fps, const TriggerTuning& tuning,
           std::FILE* out) {
  Counts counts;
  Trigger trigger(tuning);
  const MonoTime begin = MonoClock::now();
  trigger.arm(begin);
  for (std::size_t i = 0; i < clip.frame_count(); ++i) {
    const MonoTime due = begin + nanoseconds(static_cast<std::int64_t>(static_cast<double>(i) * 1e9 / fps));
    if (options.real_speed) wait_until(due);
    const MonoTime delivered = MonoClock::now();
    const auto decision =
        trigger.step({{clip.frame(i).data(), clip.width, clip.height, clip.width}, FrameIndex(i), due});
    const auto latency = MonoClock::now() - delivered;
    if (decision.event == TriggerEvent::kNone) continue;
    counts.trips += decision.event == TriggerEvent::kTrip ? 1U : 0U;
    counts.scene_changes += decision.event == TriggerEvent::kSceneChange ? 1U : 0U;
    print_event(out, options.json, i, decision, latency);
    if (options.real_speed) std::fflush(out);
  }
  return counts;
}

}  // namespace

Result<void> replay(const ReplayOptions& options, std::FILE* out) {
  const auto clip = load_frames(options.frames);
  if (!clip) return clip.error();
  const double own_fps = clip->fps > 0 ? clip->fps : kFallbackFps;
  const double fps = options.fps.value_or(own_fps);
  const auto tuning = load_tuning(options, *clip, fps);
  if (!tuning) return tuning.error();
  const auto counts = run(options, *clip, fps, *tuning, out);
  print_summary(out, options.json, clip->frame_count(), counts);
  return {};
}

}  // namespace tripline
