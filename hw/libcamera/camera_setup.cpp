#include "hw/libcamera/camera_setup.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

namespace controls = libcamera::controls;
using libcamera::StreamRole;

// One being exposed, one queued behind it, two under way, besides those that the port keeps valid.
constexpr unsigned kBuffers = limits::kHeldFrames + 4;
constexpr const char* kRemedy = "; 'cam -l' lists cameras, or set camera.source to sim";

Error no_camera(const LibcameraOptions& options, const std::vector<std::shared_ptr<libcamera::Camera>>& cameras) {
  if (cameras.empty()) return {ExitCode::kNoDevice, std::string("libcamera finds no camera") + kRemedy};
  return {ExitCode::kNoDevice,
          "camera '" + options.id + "' is not there, but '" + cameras.front()->id() + "' is" + kRemedy};
}

Result<std::shared_ptr<libcamera::Camera>> acquire(libcamera::CameraManager& manager, const LibcameraOptions& options) {
  const auto cameras = manager.cameras();
  const auto wanted = std::find_if(cameras.begin(), cameras.end(), [&](const auto& camera) {
    return options.id.empty() || camera->id() == options.id;
  });
  if (wanted == cameras.end()) return no_camera(options, cameras);
  const int refused = (*wanted)->acquire();
  if (refused == 0) return *wanted;
  if (refused == -EBUSY)
    return Error{ExitCode::kInUse, "camera '" + (*wanted)->id() + "' is held by another process; stop that one"};
  return Error{ExitCode::kSystem, "camera '" + (*wanted)->id() + "' cannot be acquired: " + std::strerror(-refused)};
}

Error not_offered(const std::string& what, const libcamera::StreamConfiguration& stream, const char* needed) {
  return {ExitCode::kBadConfig,
          what + "offers " + names_of(stream.formats().pixelformats()) + ", but " + needed + " is needed"};
}

/// The configuration with its one stream as wanted, or why the camera will not have it so.
Result<CameraStream> settle(const std::string& what, CameraStream made, libcamera::Size size) {
  libcamera::StreamConfiguration& stream = made.configuration->at(0);
  stream.pixelFormat = made.format.pixels;
  stream.size = size;
  stream.bufferCount = kBuffers;
  if (made.configuration->validate() == libcamera::CameraConfiguration::Invalid || stream.size != size ||
      stream.pixelFormat != made.format.pixels)
    return Error{ExitCode::kBadConfig, what + size.toString() + " " + made.format.pixels.toString() +
                                           " is not offered, the nearest is " + stream.toString() +
                                           "; set camera.width and camera.height"};
  return made;
}

Result<CameraStream> configure_luma(libcamera::Camera& camera, const LibcameraOptions& options) {
  const std::string what = "camera '" + camera.id() + "': ";
  CameraStream made{camera.generateConfiguration({StreamRole::Viewfinder}), {}, {options.width, options.height}};
  if (!made.configuration || made.configuration->empty())
    return Error{ExitCode::kBadConfig, what + "it has no processed stream; set camera.format to raw"};
  const libcamera::StreamConfiguration& stream = made.configuration->at(0);
  const auto format = luma_format(stream.formats().pixelformats());
  if (!format) return not_offered(what, stream, "R8, YUV420, NV12, NV21 or YUYV");
  made.format = *format;
  return settle(what, std::move(made), {options.width, options.height});
}

// The raw stream comes in the sensor's modes: the smallest one that holds the picture is taken, and its middle looked
// at.
Result<CameraStream> configure_raw(libcamera::Camera& camera, const LibcameraOptions& options, bool mono_only) {
  const std::string what = "camera '" + camera.id() + "': ";
  CameraStream made{camera.generateConfiguration({StreamRole::Raw}), {}, {options.width, options.height}};
  if (!made.configuration || made.configuration->empty())
    return Error{ExitCode::kBadConfig, what + "it has no raw stream; set camera.format to luma"};
  const libcamera::StreamConfiguration& stream = made.configuration->at(0);
  const auto format = raw_format(stream.formats().pixelformats(), mono_only);
  if (!format) return not_offered(what, stream, "8, 10 or 16 bits a sample");
  made.format = *format;
  std::vector<FrameSize> modes;
  for (const libcamera::Size& size : stream.formats().sizes(format->pixels)) modes.push_back({size.width, size.height});
  const auto mode = smallest_mode(modes, made.window);
  if (!mode)
    return Error{ExitCode::kBadConfig, what + "no sensor mode holds " + std::to_string(options.width) + "x" +
                                           std::to_string(options.height) + "; lower camera.width and camera.height"};
  return settle(what, std::move(made), {mode->width, mode->height});
}

// A grey sensor is read raw, past the image processor, which could add nothing but time.
Result<CameraStream> choose_stream(libcamera::Camera& camera, const LibcameraOptions& options) {
  if (options.format == CameraFormat::kLuma) return configure_luma(camera, options);
  if (options.format == CameraFormat::kRaw) return configure_raw(camera, options, false);
  if (auto mono = configure_raw(camera, options, true); mono) return mono;
  auto luma = configure_luma(camera, options);
  if (luma) return luma;
  auto raw = configure_raw(camera, options, false);
  return raw ? std::move(raw) : std::move(luma);
}

Result<CameraStream> configure(libcamera::Camera& camera, const LibcameraOptions& options) {
  auto stream = choose_stream(camera, options);
  if (!stream) return stream;
  if (const int refused = camera.configure(stream->configuration.get()); refused != 0)
    return Error{ExitCode::kSystem, "camera '" + camera.id() + "' cannot be configured: " + std::strerror(-refused)};
  return stream;
}

bool offers(const libcamera::Camera& camera, const libcamera::ControlId& control) {
  return camera.controls().find(control.id()) != camera.controls().end();
}

Error lacks(const libcamera::Camera& camera, const char* field) {
  return {ExitCode::kBadConfig, "camera '" + camera.id() + "' has no control for it: leave camera." + field + " at 0"};
}

Result<void> set_frame_rate(const libcamera::Camera& camera, double fps, libcamera::ControlList& list) {
  const auto limits = camera.controls().find(controls::FrameDurationLimits.id());
  if (limits == camera.controls().end()) return {};  // it has one rate, its own
  const auto duration_us = static_cast<std::int64_t>(1e6 / fps);
  const libcamera::ControlValue& shortest = limits->second.min();
  if (shortest.type() == libcamera::ControlTypeInteger64 && !shortest.isArray() &&
      duration_us < shortest.get<std::int64_t>())
    return Error{ExitCode::kBadConfig,
                 "camera '" + camera.id() + "': this size runs at " +
                     std::to_string(1'000'000 / std::max<std::int64_t>(1, shortest.get<std::int64_t>())) +
                     " frames per second at most; lower camera.fps or the size"};
  const std::array<std::int64_t, 2> both{duration_us, duration_us};
  list.set(controls::FrameDurationLimits, libcamera::Span<const std::int64_t, 2>(both));
  return {};
}

Result<libcamera::ControlList> choose_controls(const libcamera::Camera& camera, const LibcameraOptions& options) {
  libcamera::ControlList list(camera.controls());
  if (auto set = set_frame_rate(camera, options.fps, list); !set) return set.error();
  if (options.exposure) {
    if (!offers(camera, controls::ExposureTime)) return lacks(camera, "exposure_us");
    if (offers(camera, controls::AeEnable)) list.set(controls::AeEnable, false);
    list.set(controls::ExposureTime, static_cast<std::int32_t>(options.exposure->count()));
  }
  if (options.gain) {
    if (!offers(camera, controls::AnalogueGain)) return lacks(camera, "gain");
    list.set(controls::AnalogueGain, static_cast<float>(*options.gain));
  }
  return list;
}

}  // namespace

CameraSetup::~CameraSetup() {
  if (!manager) return;
  stream.configuration.reset();  // it may own a share of the camera, which must be gone before the manager stops
  if (camera) camera->release();
  camera.reset();
  manager->stop();
}

Result<CameraSetup> set_up_camera(const LibcameraOptions& options) {
  CameraSetup setup;
  setup.manager = std::make_unique<libcamera::CameraManager>();
  if (const int refused = setup.manager->start(); refused != 0)
    return Error{ExitCode::kNoDevice, std::string("libcamera does not start: ") + std::strerror(-refused) + kRemedy};
  auto camera = acquire(*setup.manager, options);
  if (!camera) return camera.error();
  setup.camera = *camera;
  auto stream = configure(*setup.camera, options);
  if (!stream) return stream.error();
  setup.stream = std::move(*stream);
  auto list = choose_controls(*setup.camera, options);
  if (!list) return list.error();
  setup.controls = *list;
  return setup;
}

}  // namespace tripline
