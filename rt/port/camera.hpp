// A camera in the core's own words: it calls back with one grey picture after another, on a thread of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "rt/base/ids.hpp"
#include "rt/base/realtime.hpp"
#include "rt/base/result.hpp"
#include "rt/base/time.hpp"

namespace tripline {

/// How the pixels of a row lie in memory. Thresholds and kept pictures are in 8-bit grey levels, whatever the format;
/// four steps of a 10-bit sample make one grey level.
enum class PixelFormat : std::uint8_t {
  kGrey8,        ///< one byte a pixel
  kRaw10Packed,  ///< MIPI CSI-2 RAW10: four pixels in five bytes, bits 9..2 of each, then a byte with bits 1..0 of all
                 ///< four, the first pixel's lowest; the last group of a row is whole too
  kRaw10,        ///< 16 bit little endian, 0..1023
};

/// Bytes that a row of this many pixels fills.
constexpr std::uint32_t row_bytes(PixelFormat format, std::uint32_t width) noexcept {
  if (format == PixelFormat::kRaw10Packed) return (width + 3) / 4 * 5;
  return format == PixelFormat::kRaw10 ? width * 2 : width;
}

/// Pixels of one frame, one sample each. Lifetime: the camera keeps them valid and unchanged until
/// limits::kHeldFrames further frames were delivered, or until stop() returned.
struct ImageView {
  const std::uint8_t* pixels = nullptr;  ///< row 0, column 0; `height` rows of `stride` bytes
  std::uint32_t width = 0;               ///< px
  std::uint32_t height = 0;              ///< px
  std::uint32_t stride = 0;              ///< bytes from row to row, >= row_bytes(format, width)
  PixelFormat format = PixelFormat::kGrey8;

  /// The first byte of row y: its pixels follow as `format` says.
  const std::uint8_t* row(std::uint32_t y) const noexcept { return pixels + std::size_t{y} * stride; }
};

struct CameraFrame {
  ImageView image;
  FrameIndex index;
  MonoTime sensor_time;  ///< the sensor finished the frame (end of exposure and read-out, as near as the device tells)
};

/// What the camera's thread calls. Thread: the camera's. RT-safe: must be.
class FrameSink {
 public:
  virtual ~FrameSink() = default;
  /// Before the first frame, on the thread that will deliver frames: take priority and lock here. Again when the camera
  /// came back after it was lost: on another thread, the former one has ended; all earlier frames are void.
  virtual void on_camera_thread_start() noexcept = 0;
  virtual void on_frame(const CameraFrame& frame) noexcept RT_NONBLOCKING = 0;
  /// The source has no more frames (a capture that does not loop), or failed. No frame follows.
  virtual void on_camera_end() noexcept = 0;
};

struct CameraInfo {
  std::string name;    ///< what it was opened by
  std::string detail;  ///< model and mode, one line
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  double fps = 0;         ///< nominal, Hz
  nanoseconds length{0};  ///< of a capture that ends; 0: endless
  Provenance provenance = Provenance::kMeasured;
};

/// Thread: start() and stop() from one ordinary thread. Errors: kNoDevice, kInUse, kNoInput, kBadData.
class Camera {
 public:
  virtual ~Camera() = default;
  virtual const CameraInfo& info() const noexcept = 0;
  /// Begins to deliver to `sink`, which must outlive stop(). Callable once after each stop().
  virtual Result<void> start(FrameSink& sink) = 0;
  /// Ends delivery; when it returns no callback runs or will run. Safe when not started.
  virtual void stop() noexcept = 0;
};

}  // namespace tripline
