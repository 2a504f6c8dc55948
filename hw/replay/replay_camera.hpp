// A camera that plays captured frames back.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "hw/replay/frame_clip.hpp"
#include "hw/replay/replay_epoch.hpp"
#include "rt/port/camera.hpp"

namespace tripline {

struct ReplayCameraOptions {
  std::string path{};  ///< Y4M file, also .gz, or directory of PNG files
  double fps = 0;      ///< 0: the clip's own, or 30 where it does not tell
  bool loop = false;
  ReplaySpeed speed = ReplaySpeed::kReal;
  std::shared_ptr<ReplayEpoch> epoch{};  ///< empty: its own
};

/// Delivers every frame of the clip: one that is late is delivered at once, and the rest catches up. Frame n has the
/// index n and the sensor time epoch + n / fps; when looping, both go on upwards. A second start() begins at frame 0
/// and at its own time. The thread allocates nothing once it runs.
class ReplayCamera final : public Camera {
 public:
  /// Errors: as load_frames(); kBadConfig for a rate that is none.
  static Result<std::unique_ptr<ReplayCamera>> create(ReplayCameraOptions options);
  ~ReplayCamera() override;

  const CameraInfo& info() const noexcept override { return info_; }
  Result<void> start(FrameSink& sink) override;
  void stop() noexcept override;

 private:
  ReplayCamera(FrameClip clip, ReplayCameraOptions options);
  void run(FrameSink& sink, MonoTime begin) noexcept;
  bool wait_until(MonoTime time) const noexcept;

  ReplayCameraOptions options_;
  FrameClip clip_;
  CameraInfo info_;
  double period_ns_ = 0;
  bool started_before_ = false;
  std::atomic<bool> stopping_{false};  ///< stop() writes, the camera's thread reads
  std::thread thread_;
};

}  // namespace tripline
