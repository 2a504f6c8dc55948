#include "hw/replay/replay_camera.hpp"

#include <time.h>

#include <algorithm>
#include <cmath>
#include <system_error>
#include <utility>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr double kFallbackFps = 30;
constexpr double kMostFps = 100'000;
constexpr nanoseconds kSleepSlice = 50ms;  // stop() waits this long at most

void sleep_until(MonoTime time) noexcept {
  const std::int64_t ns = time.time_since_epoch().count();
  const timespec until{.tv_sec = ns / 1'000'000'000, .tv_nsec = ns % 1'000'000'000};
  ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
}

CameraInfo describe(const FrameClip& clip, const ReplayCameraOptions& options) {
  const double own = clip.fps > 0 ? clip.fps : kFallbackFps;
  const double fps = options.fps > 0 ? options.fps : own;
  const double length_ns = static_cast<double>(clip.frame_count()) * 1e9 / fps;
  return {.name = options.path,
          .detail = "replay of " + std::to_string(clip.frame_count()) + " frames from " + options.path,
          .width = clip.width,
          .height = clip.height,
          .fps = fps,
          .length = nanoseconds(options.loop ? 0 : static_cast<std::int64_t>(length_ns)),
          .provenance = Provenance::kReplayed};
}

}  // namespace

Result<std::unique_ptr<ReplayCamera>> ReplayCamera::create(ReplayCameraOptions options) {
  if (!(options.fps >= 0 && options.fps <= kMostFps))
    return Error{ExitCode::kBadConfig, "replay of " + options.path + ": fps must be 0 (the capture's own) to 100000"};
  Result<FrameClip> clip = load_frames(options.path);
  if (!clip) return clip.error();
  if (!options.epoch) options.epoch = std::make_shared<ReplayEpoch>();
  return std::unique_ptr<ReplayCamera>(new ReplayCamera(*std::move(clip), std::move(options)));
}

ReplayCamera::ReplayCamera(FrameClip clip, ReplayCameraOptions options)
    : options_(std::move(options)),
      clip_(std::move(clip)),
      info_(describe(clip_, options_)),
      period_ns_(1e9 / info_.fps) {}

ReplayCamera::~ReplayCamera() { stop(); }

Result<void> ReplayCamera::start(FrameSink& sink) {
  RT_CHECK(!thread_.joinable());
  stopping_.store(false, std::memory_order_relaxed);
  const MonoTime now = MonoClock::now();
  const MonoTime begin = std::exchange(started_before_, true) ? now : options_.epoch->begin(now);
  try {
    thread_ = std::thread([this, &sink, begin] { run(sink, begin); });
  } catch (const std::system_error& error) {
    return Error{ExitCode::kSystem, std::string("replay: no thread (") + error.what() + "); raise TasksMax"};
  }
  return {};
}

void ReplayCamera::stop() noexcept {
  if (!thread_.joinable()) return;
  stopping_.store(true, std::memory_order_relaxed);
  thread_.join();
}

void ReplayCamera::run(FrameSink& sink, MonoTime begin) noexcept {
  sink.on_camera_thread_start();
  const std::size_t count = clip_.frame_count();
  RT_CHECK(count > 0);
  for (std::uint64_t n = 0; options_.loop || n < count; ++n) {
    const MonoTime due = begin + nanoseconds(std::llround(static_cast<double>(n) * period_ns_));
    if (!wait_until(due)) return;
    const ImageView image{clip_.frame(n % count).data(), clip_.width, clip_.height, clip_.width};
    sink.on_frame({.image = image, .index = FrameIndex(n), .sensor_time = due});
  }
  sink.on_camera_end();
}

// False when the camera is to stop.
bool ReplayCamera::wait_until(MonoTime time) const noexcept {
  while (!stopping_.load(std::memory_order_relaxed)) {
    const MonoTime now = MonoClock::now();
    if (options_.speed == ReplaySpeed::kMax || now >= time) return true;
    sleep_until(std::min(time, now + kSleepSlice));
  }
  return false;
}

}  // namespace tripline
