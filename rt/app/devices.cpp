#include "rt/app/devices.hpp"

#include <utility>

#include "hw/sim/sim_camera.hpp"
#include "hw/sim/sim_car.hpp"
#include "hw/sim/sim_strobe.hpp"

namespace tripline {
namespace {

nanoseconds seconds_of(double seconds) { return nanoseconds(static_cast<std::int64_t>(seconds * 1e9)); }

Result<void> lock(Devices& devices, const std::string& what, const std::string& rig, const std::string& profile) {
  auto held = HolderLock::acquire(device_lock_file(what), what, rig, profile);
  if (!held) return held.error();
  devices.locks.push_back(std::move(*held));
  return {};
}

Result<void> open_sim_camera(const wire::ConfigT& config, Devices& devices) {
  SimCameraOptions options;
  options.width = config.camera->width;
  options.height = config.camera->height;
  options.fps = config.camera->fps;
  options.seed = config.sim->seed;
  options.strike_every = seconds_of(config.sim->strike_every_s);
  options.lamp_every = seconds_of(config.sim->lamp_every_s);
  options.noise = config.sim->noise;
  options.flicker = config.sim->flicker;
  options.ball_m_s = config.sim->ball_m_s;
  auto camera = SimCamera::create(options);
  if (!camera) return camera.error();
  devices.set_lamp = [raw = camera->get()](double gain) { raw->set_lamp(gain); };
  devices.camera = std::move(*camera);
  return {};
}

Result<void> open_camera(const wire::ConfigT& config, const std::string& rig, const std::string& profile, Devices& devices) {
  switch (config.camera->source) {
    case wire::CameraSource::sim:
      return open_sim_camera(config, devices);
    case wire::CameraSource::libcamera: {
      auto camera = open_libcamera(*config.camera);
      if (!camera) return camera.error();
      devices.camera = std::move(*camera);
      return lock(devices, "camera " + devices.camera->info().name, rig, profile);
    }
    case wire::CameraSource::replay:
      break;
  }
  return Error{ExitCode::kInternal, "replay"};
}

Result<void> open_strobe(const wire::ConfigT& config, const std::string& rig, const std::string& profile, Devices& devices) {
  if (config.strobe->output == wire::StrobeOutput::sim) {
    auto strobe = SimStrobe::create({});
    if (!strobe) return strobe.error();
    devices.strobe = std::move(*strobe);
  } else if (config.strobe->output == wire::StrobeOutput::gpiod) {
    auto line = open_gpiod(*config.strobe);
    if (!line) return line.error();
    devices.strobe = std::move(*line);
    return lock(devices, "GPIO line " + devices.strobe->info().name, rig, profile);
  }
  return {};
}

Result<void> open_bus(const wire::ConfigT& config, const wire::CanBusT& bus, const std::string& rig, const std::string& profile,
                      Devices& devices) {
  switch (bus.source) {
    case wire::CanSource::sim: {
      auto car = SimCar::create({bus.name, config.sim->seed});
      if (!car) return car.error();
      devices.buses.push_back(std::move(*car));
      return {};
    }
    case wire::CanSource::socketcan: {
      auto socket = open_socketcan(bus);
      if (!socket) return socket.error();
      devices.buses.push_back(std::move(*socket));
      return lock(devices, "CAN interface " + bus.name, rig, profile);
    }
    case wire::CanSource::replay:
      break;
  }
  return Error{ExitCode::kInternal, "replay"};
}

}  // namespace

Result<Devices> open_devices(const wire::ConfigT& config, const std::string& rig, const std::string& profile) {
  Devices devices;
  if (auto opened = open_camera(config, rig, profile, devices); !opened) return opened.error();
  if (auto opened = open_strobe(config, rig, profile, devices); !opened) return opened.error();
  for (const auto& bus : config.can->buses)
    if (auto opened = open_bus(config, *bus, rig, profile, devices); !opened) return opened.error();
  return devices;
}

}  // namespace tripline
