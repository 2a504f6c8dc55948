// The camera's twin: renders the simulated scene at the pace of a real sensor, on a thread of its own.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "hw/sim/scene_options.hpp"
#include "hw/sim/scene_renderer.hpp"
#include "rt/base/limits.hpp"
#include "rt/port/camera.hpp"

namespace tripline {

using SimCameraOptions = SceneOptions;

/// Renders a frame ahead of its time and delivers it at the tick, so sensor_time to on_frame() is the wake-up alone.
/// The thread allocates nothing once it runs.
class SimCamera final : public Camera {
 public:
  /// Errors: kBadConfig naming the field.
  static Result<std::unique_ptr<SimCamera>> create(const SimCameraOptions& options);
  ~SimCamera() override;

  const CameraInfo& info() const noexcept override { return info_; }
  Result<void> start(FrameSink& sink) override;
  void stop() noexcept override;

  /// The lamp over the scene, 1 is normal; shows from the next frame that is rendered. Thread: any. RT-safe: yes.
  void set_lamp(double gain) noexcept { lamp_.store(gain, std::memory_order_relaxed); }

 private:
  explicit SimCamera(const SimCameraOptions& options);
  void run(FrameSink& sink) noexcept;
  bool sleep_until(MonoTime time) const noexcept;

  CameraInfo info_;
  nanoseconds period_;
  SceneRenderer renderer_;
  /// Frame k of the delivery lies in buffer k modulo their number: one being rendered, one newest, kHeldFrames behind
  /// it.
  std::array<std::vector<std::uint8_t>, limits::kHeldFrames + 3> buffers_;
  std::atomic<double> lamp_{1.0};      ///< set_lamp() writes, the camera's thread reads
  std::atomic<bool> stopping_{false};  ///< stop() writes, the camera's thread reads
  std::thread thread_;
};

}  // namespace tripline
