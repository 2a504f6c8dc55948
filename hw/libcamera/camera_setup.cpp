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
namespace formats = libcamera::formats;
using libcamera::StreamRole;

// One being exposed, one queued behind it, two under way, besides those that the port keeps valid.
constexpr unsigned kBuffers = limits::kHeldFrames + 4;
constexpr std::array kLumaFormats{formats::R8, formats::YUV420, formats::NV12};
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

std::string names_of(const std::vector<libcamera::PixelFormat>& offered) {
  std::string names;
  for (const auto& format : offered) names += (names.empty() ? "" : ", ") + format.toString();
  return names.empty() ? "nothing" : names;
}

// A role's configuration in the wanted size and the first luma format on offer, or why that is not to be had.
Result<std::unique_ptr<libcamera::CameraConfiguration>> configure_role(libcamera::Camera& camera, StreamRole role,
                                                                       const LibcameraOptions& options) {
  const std::string what = "camera '" + camera.id() + "': ";
  auto configuration = camera.generateConfiguration({role});
  if (!configuration || configuration->empty()) return Error{ExitCode::kBadConfig, what + "it has no such stream"};
  libcamera::StreamConfiguration& stream = configuration->at(0);
  const auto offered = stream.formats().pixelformats();
  const auto luma = std::find_first_of(kLumaFormats.begin(), kLumaFormats.end(), offered.begin(), offered.end());
  if (luma == kLumaFormats.end())
    return Error{ExitCode::kBadConfig, what + "offers " + names_of(offered) + ", but R8, YUV420 or NV12 is needed"};
  const libcamera::Size size(options.width, options.height);
  stream.pixelFormat = *luma;
  stream.size = size;
  stream.bufferCount = kBuffers;
  if (configuration->validate() == libcamera::CameraConfiguration::Invalid || stream.size != size ||
      stream.pixelFormat != *luma)
    return Error{ExitCode::kBadConfig, what + size.toString() + " " + luma->toString() +
                                           " is not offered, the nearest is " + stream.toString() +
                                           "; set camera.width and camera.height"};
  return configuration;
}

Result<std::unique_ptr<libcamera::CameraConfiguration>> configure(libcamera::Camera& camera,
                                                                  const LibcameraOptions& options) {
  auto configuration = configure_role(camera, StreamRole::Viewfinder, options);
  if (!configuration) {  // a grey sensor may have its 8 bits in the raw stream alone
    if (auto raw = configure_role(camera, StreamRole::Raw, options); raw) configuration = std::move(raw);
  }
  if (!configuration) return configuration;
  if (const int refused = camera.configure(configuration->get()); refused != 0)
    return Error{ExitCode::kSystem, "camera '" + camera.id() + "' cannot be configured: " + std::strerror(-refused)};
  return configuration;
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
  configuration.reset();  // it may own a share of the camera, which must be gone before the manager stops
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
  auto configuration = configure(*setup.camera, options);
  if (!configuration) return configuration.error();
  setup.configuration = std::move(*configuration);
  auto list = choose_controls(*setup.camera, options);
  if (!list) return list.error();
  setup.controls = *list;
  return setup;
}

}  // namespace tripline
