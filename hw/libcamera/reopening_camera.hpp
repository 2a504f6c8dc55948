// Brings a camera back that was unplugged or went silent: closes it, and opens it again after 1, 2, 5, 10, 10 … s.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "rt/base/wake_event.hpp"
#include "rt/port/camera.hpp"

namespace tripline {

/// Passes frames through, numbered without a break. An ordinary thread of its own watches and opens.
class ReopeningCamera final : public Camera, private FrameSink {
 public:
  /// Opens one camera. Its on_camera_end() says that it was lost.
  using Open = std::function<Result<std::unique_ptr<Camera>>()>;

  /// `silence` is what counts as gone: longer than any pause of a camera that is well. Errors: those of `open`,
  /// kSystem.
  static Result<std::unique_ptr<ReopeningCamera>> create(Open open, nanoseconds silence);
  ~ReopeningCamera() override;

  const CameraInfo& info() const noexcept override { return info_; }
  Result<void> start(FrameSink& sink) override;
  void stop() noexcept override;

 private:
  ReopeningCamera(Open open, nanoseconds silence, std::unique_ptr<Camera> camera, WakeEvent wake);
  void on_camera_thread_start() noexcept override;
  void on_frame(const CameraFrame& frame) noexcept RT_NONBLOCKING override;
  void on_camera_end() noexcept override { lost_.store(true, std::memory_order_relaxed); }

  void watch() noexcept;
  bool is_gone() const noexcept;
  void bring_back() noexcept;
  bool open_again() noexcept;

  const Open open_;
  const nanoseconds silence_;
  const CameraInfo info_;
  std::unique_ptr<Camera> camera_;  ///< null: closed. Thread: watch's while it runs, else the owner's
  WakeEvent wake_;
  FrameSink* sink_ = nullptr;
  FrameIndex next_{0};                          ///< of the frame to come; the camera's thread's, one after the other
  FrameIndex base_{0};                          ///< of the camera's frame 0 since it was opened last
  std::atomic<bool> lost_{false};               // partner: is_gone()'s load
  std::atomic<std::int64_t> last_frame_ns_{0};  // partner: is_gone()'s load
  std::atomic<bool> stopping_{false};           // partner: watch()'s load
  std::jthread watcher_;
};

}  // namespace tripline
