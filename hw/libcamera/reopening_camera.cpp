#include "hw/libcamera/reopening_camera.hpp"

#include <algorithm>
#include <utility>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr nanoseconds kLook = std::chrono::milliseconds(200);  // how late an unplugging may be noticed

}  // namespace

Result<std::unique_ptr<ReopeningCamera>> ReopeningCamera::create(Open open, nanoseconds silence) {
  auto wake = WakeEvent::create();
  if (!wake) return wake.error();
  auto camera = open();
  if (!camera) return camera.error();
  return std::unique_ptr<ReopeningCamera>(
      new ReopeningCamera(std::move(open), silence, std::move(*camera), std::move(*wake)));
}

ReopeningCamera::ReopeningCamera(Open open, nanoseconds silence, std::unique_ptr<Camera> camera, WakeEvent wake)
    : open_(std::move(open)),
      silence_(silence),
      info_(camera->info()),
      camera_(std::move(camera)),
      wake_(std::move(wake)) {}

ReopeningCamera::~ReopeningCamera() { stop(); }

Result<void> ReopeningCamera::start(FrameSink& sink) {
  sink_ = &sink;
  next_ = base_ = FrameIndex(0);
  if (!camera_ && !open_again()) return Error{ExitCode::kNoDevice, "camera '" + info_.name + "' is gone"};
  last_frame_ns_.store(MonoClock::now().time_since_epoch().count(), std::memory_order_relaxed);
  if (auto started = camera_->start(*this); !started) return started.error();
  auto wake = WakeEvent::create();
  if (!wake) return wake.error();
  wake_ = std::move(*wake);
  stopping_.store(false, std::memory_order_relaxed);
  watcher_ = std::jthread([this] { watch(); });
  return {};
}

void ReopeningCamera::stop() noexcept {
  stopping_.store(true, std::memory_order_release);
  wake_.set();
  if (watcher_.joinable()) watcher_.join();
  if (camera_) camera_->stop();
}

void ReopeningCamera::on_camera_thread_start() noexcept {
  base_ = next_;
  sink_->on_camera_thread_start();
}

void ReopeningCamera::on_frame(const CameraFrame& frame) noexcept RT_NONBLOCKING {
  CameraFrame counted = frame;
  counted.index.value += base_.value;
  sink_->on_frame(counted);
  next_ = FrameIndex(counted.index.value + 1);
  last_frame_ns_.store(MonoClock::now().time_since_epoch().count(), std::memory_order_relaxed);
}

void ReopeningCamera::watch() noexcept {
  while (!stopping_.load(std::memory_order_acquire)) {
    if (wake_.wait(-1, kLook) == Wake::kInterrupted) return;
    if (is_gone()) bring_back();
  }
}

bool ReopeningCamera::is_gone() const noexcept {
  const MonoTime last(nanoseconds(last_frame_ns_.load(std::memory_order_relaxed)));
  return lost_.load(std::memory_order_relaxed) || MonoClock::now() - last > silence_;
}

void ReopeningCamera::bring_back() noexcept {
  camera_.reset();  // its buffers go too: the sink drops every frame in on_camera_thread_start()
  for (std::size_t attempt = 0; !stopping_.load(std::memory_order_acquire); ++attempt) {
    const auto wait = limits::kRetryAfter[std::min(attempt, limits::kRetryAfter.size() - 1)];
    if (wake_.wait(-1, wait) == Wake::kInterrupted) return;
    if (!open_again()) continue;
    if (camera_->start(*this)) return;
    camera_.reset();
  }
}

/// Why it does not open was said when it was lost; the stall alert stands until frames come again.
bool ReopeningCamera::open_again() noexcept {
  lost_.store(false, std::memory_order_relaxed);
  last_frame_ns_.store(MonoClock::now().time_since_epoch().count(), std::memory_order_relaxed);
  auto camera = open_();
  if (camera && (camera->get()->info().width != info_.width || camera->get()->info().height != info_.height))
    return false;
  if (camera) camera_ = std::move(*camera);
  return camera_ != nullptr;
}

}  // namespace tripline
