// Opens the devices that the configuration names: the only place that knows which rooms of hw there are.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rt/app/holder_lock.hpp"
#include "rt/base/result.hpp"
#include "rt/loops/pattern_player.hpp"
#include "rt/port/camera.hpp"
#include "rt/port/can_bus.hpp"
#include "rt/port/digital_in.hpp"
#include "rt/port/digital_out.hpp"
#include "schemas/config_generated.h"

namespace tripline {

struct Devices {
  std::vector<HolderLock> locks;  ///< of the real ones; let go last
  std::unique_ptr<Camera> camera;
  std::unique_ptr<PatternPlayer> strobe;  ///< null: no output
  std::unique_ptr<DigitalIn> input;       ///< null: no input
  std::vector<std::unique_ptr<CanBus>> buses;
  std::function<void(double gain)> set_lamp;  ///< empty without a simulated camera
  std::function<void(bool active)> poke;      ///< empty without a simulated input
  bool is_replay = false;                     ///< something plays back a capture
};

/// What devices need to know beside the configuration.
struct DeviceSurroundings {
  std::string rig;
  std::string profile;
  std::filesystem::path sim_lines;     ///< where the twin leaves the levels of its lines
  std::vector<CanFilter> can_filters;  ///< for buses that pass only ids of the DBC files
};

/// Errors: the devices' own: kNoDevice, kNoInput, kBadData, kInUse, …
Result<Devices> open_devices(const wire::ConfigT& config, const DeviceSurroundings& around);

// Real devices; where the library is missing, a file of the same name ending in _absent says so.
Result<std::unique_ptr<Camera>> open_libcamera(const wire::CameraT& config);
Result<std::unique_ptr<DigitalOut>> open_gpiod(const wire::StrobeT& config);
Result<std::unique_ptr<DigitalIn>> open_gpiod_input(const wire::InputT& config);
Result<std::unique_ptr<CanBus>> open_socketcan(const wire::CanBusT& config, const std::vector<CanFilter>& filters);
Result<std::unique_ptr<CanBus>> open_slcan(const wire::CanBusT& config);

}  // namespace tripline
