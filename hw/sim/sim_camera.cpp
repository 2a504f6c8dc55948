#include "hw/sim/sim_camera.hpp"

#include <time.h>

#include <algorithm>
#include <string>
#include <system_error>

#include "hw/sim/frame_pacer.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr nanoseconds kSleepSlice = 50ms;  // stop() waits this long at most for a camera with few frames per second

void sleep_slice(MonoTime time) noexcept {
  const std::int64_t ns = time.time_since_epoch().count();
  const timespec until{.tv_sec = ns / 1'000'000'000, .tv_nsec = ns % 1'000'000'000};
  ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
}

CameraInfo describe(const SimCameraOptions& options) {
  return {.name = "sim",
          .detail = "simulated ball on turf, seed " + std::to_string(options.seed),
          .width = options.width,
          .height = options.height,
          .fps = options.fps,
          .provenance = Provenance::kSimulated};
}

}  // namespace

Result<std::unique_ptr<SimCamera>> SimCamera::create(const SimCameraOptions& options) {
  if (auto checked = check_scene(options); !checked) return checked.error();
  return std::unique_ptr<SimCamera>(new SimCamera(options));
}

SimCamera::SimCamera(const SimCameraOptions& options)
    : info_(describe(options)), period_(options.period()), renderer_(options) {
  for (auto& buffer : buffers_) buffer.resize(std::size_t{options.width} * options.height);
}

SimCamera::~SimCamera() { stop(); }

Result<void> SimCamera::start(FrameSink& sink) {
  RT_CHECK(!thread_.joinable());
  stopping_.store(false, std::memory_order_relaxed);
  try {
    thread_ = std::thread([this, &sink] { run(sink); });
  } catch (const std::system_error& error) {
    return Error{ExitCode::kSystem, std::string("simulated camera: no thread (") + error.what() + "); raise TasksMax"};
  }
  return {};
}

void SimCamera::stop() noexcept {
  if (!thread_.joinable()) return;
  stopping_.store(true, std::memory_order_relaxed);
  thread_.join();
}

void SimCamera::run(FrameSink& sink) noexcept {
  sink.on_camera_thread_start();
  const FramePacer pacer(MonoClock::now() + period_, period_);
  std::size_t buffer = 0;
  for (FrameIndex index(0);; index = pacer.after(index, MonoClock::now())) {
    buffer = (buffer + 1) % buffers_.size();
    renderer_.render(index, lamp_.load(std::memory_order_relaxed), buffers_[buffer]);
    if (!sleep_until(pacer.due(index))) return;
    const ImageView image{buffers_[buffer].data(), info_.width, info_.height, info_.width};
    sink.on_frame({.image = image, .index = index, .sensor_time = pacer.due(index)});
  }
}

// False when the camera is to stop.
bool SimCamera::sleep_until(MonoTime time) const noexcept {
  while (!stopping_.load(std::memory_order_relaxed)) {
    const MonoTime now = MonoClock::now();
    if (now >= time) return true;
    sleep_slice(std::min(time, now + kSleepSlice));
  }
  return false;
}

}  // namespace tripline
