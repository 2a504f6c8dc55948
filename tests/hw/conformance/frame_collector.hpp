// A FrameSink for tests: writes down what a camera does, and watches the pixels that the camera must keep.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "rt/base/limits.hpp"
#include "rt/port/camera.hpp"

namespace tripline {

struct FrameRecord {
  ImageView image;  ///< pixels are valid only while the camera holds them
  FrameIndex index;
  MonoTime sensor_time;
  MonoTime delivered;
  std::thread::id thread;
  std::uint64_t checksum = 0;  ///< of the pixels on delivery
};

/// Thread: the camera calls the three hooks; the test asks.
class FrameCollector final : public FrameSink {
 public:
  void on_camera_thread_start() noexcept override {
    const std::lock_guard lock(mutex_);
    ++calls_;
    ++start_calls_;
    start_thread_ = std::this_thread::get_id();
    first_valid_ = frames_.size();
  }

  void on_frame(const CameraFrame& frame) noexcept RT_NONBLOCKING override {
    const MonoTime now = MonoClock::now();
    const std::lock_guard lock(mutex_);
    ++calls_;
    if (start_calls_ == 0) ++frames_before_start_;
    frames_.push_back(
        {frame.image, frame.index, frame.sensor_time, now, std::this_thread::get_id(), checksum(frame.image)});
    check_held();
    changed_.notify_all();
  }

  void on_camera_end() noexcept override {
    const std::lock_guard lock(mutex_);
    ++calls_;
    ended_ = true;
    changed_.notify_all();
  }

  /// True when `count` frames came, or all that the source has and at least one; false after 20 s.
  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    const auto enough = [&] { return frames_.size() >= count || ended_; };
    return changed_.wait_for(lock, std::chrono::seconds(20), enough) && !frames_.empty();
  }

  std::vector<FrameRecord> frames() const { return locked(frames_); }
  std::size_t calls() const { return locked(calls_); }  ///< of all three hooks
  std::size_t start_calls() const { return locked(start_calls_); }
  std::size_t frames_before_start() const { return locked(frames_before_start_); }
  std::size_t held_checked() const { return locked(held_checked_); }
  std::size_t held_changed() const { return locked(held_changed_); }  ///< frames whose pixels changed too early
  std::thread::id start_thread() const { return locked(start_thread_); }
  bool ended() const { return locked(ended_); }

 private:
  static std::uint64_t checksum(const ImageView& image) noexcept {
    std::uint64_t sum = 0;
    for (std::uint32_t y = 0; y < image.height; ++y)
      for (std::uint32_t x = 0; x < image.width; ++x) sum = sum * 31 + image.row(y)[x];
    return sum;
  }

  // The oldest frame that must still stand now that the newest is here.
  void check_held() noexcept {
    if (frames_.size() - first_valid_ <= limits::kHeldFrames) return;
    const FrameRecord& held = frames_[frames_.size() - 1 - limits::kHeldFrames];
    ++held_checked_;
    if (checksum(held.image) != held.checksum) ++held_changed_;
  }

  template <typename T>
  T locked(const T& value) const {
    const std::lock_guard lock(mutex_);
    return value;
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<FrameRecord> frames_;
  std::size_t calls_ = 0;
  std::size_t start_calls_ = 0;
  std::size_t frames_before_start_ = 0;
  std::size_t first_valid_ = 0;  ///< frames before this one are void
  std::size_t held_checked_ = 0;
  std::size_t held_changed_ = 0;
  std::thread::id start_thread_;
  bool ended_ = false;
};

}  // namespace tripline
