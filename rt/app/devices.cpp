#include "rt/app/devices.hpp"

#include <utility>

#include "hw/replay/replay_camera.hpp"
#include "hw/replay/replay_can_bus.hpp"
#include "hw/sim/sim_camera.hpp"
#include "hw/sim/sim_car.hpp"
#include "hw/sim/sim_input.hpp"
#include "hw/sim/sim_strobe.hpp"
#include "hw/spidev/spidev_out.hpp"
#include "rt/loops/bit_player.hpp"
#include "rt/loops/edge_player.hpp"
#include "rt/settings/settings.hpp"

namespace tripline {
namespace {

nanoseconds seconds_of(double seconds) { return nanoseconds(static_cast<std::int64_t>(seconds * 1e9)); }

/// What is opened so far, and what all of it shares.
struct Opening {
  const DeviceSurroundings& around;
  Devices devices;
  std::shared_ptr<ReplayEpoch> epoch;  ///< frames and bus of a capture begin together

  Result<void> lock(const std::string& what) {
    auto held = HolderLock::acquire(device_lock_file(what), what, around.rig, around.profile);
    if (!held) return held.error();
    devices.locks.push_back(std::move(*held));
    return {};
  }
};

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

ReplaySpeed speed_of(wire::ReplaySpeed speed) { return static_cast<ReplaySpeed>(speed); }

Result<void> open_replay_camera(const wire::CameraT& config, Opening& opening) {
  auto camera = ReplayCamera::create({config.path, config.fps, config.loop, speed_of(config.speed), opening.epoch});
  if (!camera) return camera.error();
  opening.devices.is_replay = true;
  opening.devices.camera = std::move(*camera);
  return {};
}

Result<void> open_real_camera(const wire::CameraT& config, Opening& opening) {
  auto camera = open_libcamera(config);
  if (!camera) return camera.error();
  opening.devices.camera = std::move(*camera);
  return opening.lock("camera " + opening.devices.camera->info().name);
}

Result<void> open_camera(const wire::ConfigT& config, Opening& opening) {
  switch (config.camera->source) {
    case wire::CameraSource::sim:
      return open_sim_camera(config, opening.devices);
    case wire::CameraSource::libcamera:
      return open_real_camera(*config.camera, opening);
    case wire::CameraSource::replay:
      return open_replay_camera(*config.camera, opening);
  }
  return Error{ExitCode::kBadConfig, "camera.source: unknown"};
}

Result<std::unique_ptr<DigitalOut>> open_sim_strobe(const wire::StrobeT& config, const std::filesystem::path& file) {
  SimStrobeOptions options;
  options.shared_file = file.string();
  for (const auto& line : config.lines)
    options.lines.push_back(line->line.empty() ? "line " + std::to_string(options.lines.size()) : line->line);
  auto strobe = SimStrobe::create(options);
  if (!strobe) return strobe.error();
  return std::unique_ptr<DigitalOut>(std::move(*strobe));
}

Result<void> open_spidev(const wire::StrobeT& config, Opening& opening) {
  if (auto held = opening.lock("SPI device " + config.spi_device); !held) return held.error();
  auto out = SpidevOut::create({.device = config.spi_device, .hz = config.spi_hz, .max_bytes = config.spi_max_bytes});
  if (!out) return out.error();
  const auto plans = strobe_plans_of(config);
  if (!plans) return plans.error();
  opening.devices.strobe = std::make_unique<BitPlayer>(std::move(*out), plans->shot);
  return {};
}

Result<void> open_strobe(const wire::StrobeT& config, Opening& opening) {
  if (config.output == wire::StrobeOutput::none) return {};
  if (config.output == wire::StrobeOutput::spidev) return open_spidev(config, opening);
  const bool real = config.output == wire::StrobeOutput::gpiod;
  auto lines = real ? open_gpiod(config) : open_sim_strobe(config, opening.around.sim_lines);
  if (!lines) return lines.error();
  for (const auto& line : (*lines)->info().lines)
    if (auto held = real ? opening.lock("GPIO line " + line) : Result<void>(); !held) return held.error();
  opening.devices.strobe = std::make_unique<EdgePlayer>(std::move(*lines));
  return {};
}

Result<void> open_sim_input(const wire::ConfigT& config, Devices& devices) {
  SimInputOptions options;
  options.edges = static_cast<EdgeChoice>(config.input->edge);
  options.every = seconds_of(config.sim->input_every_s);
  auto input = SimInput::create(options);
  if (!input) return input.error();
  devices.poke = [raw = input->get()](bool active) { raw->set(active); };
  devices.input = std::move(*input);
  return {};
}

Result<void> open_input(const wire::ConfigT& config, Opening& opening) {
  if (config.input->source == wire::InputSource::none) return {};
  if (config.input->source == wire::InputSource::sim) return open_sim_input(config, opening.devices);
  auto line = open_gpiod_input(*config.input);
  if (!line) return line.error();
  opening.devices.input = std::move(*line);
  return opening.lock("GPIO line " + opening.devices.input->info().name);
}

Result<std::unique_ptr<CanBus>> open_real_bus(const wire::CanBusT& bus, Opening& opening) {
  if (bus.source == wire::CanSource::socketcan) {
    if (auto held = opening.lock("CAN interface " + bus.name); !held) return held.error();
    return open_socketcan(bus, opening.around.can_filters);
  }
  // A descriptor was opened by somebody else, who answers for it.
  const bool is_path = bus.device.starts_with('/');
  if (auto held = is_path ? opening.lock("CAN adapter " + bus.device) : Result<void>(); !held) return held.error();
  return open_slcan(bus);
}

Result<std::unique_ptr<CanBus>> make_bus(const wire::ConfigT& config, const wire::CanBusT& bus, Opening& opening) {
  if (bus.source == wire::CanSource::socketcan || bus.source == wire::CanSource::slcan)
    return open_real_bus(bus, opening);
  if (bus.source == wire::CanSource::replay) {
    opening.devices.is_replay = true;
    auto log = ReplayCanBus::create({bus.name, bus.log, bus.loop, speed_of(bus.speed), opening.epoch});
    if (!log) return log.error();
    return std::unique_ptr<CanBus>(std::move(*log));
  }
  auto car = SimCar::create({bus.name, config.sim->seed});
  if (!car) return car.error();
  return std::unique_ptr<CanBus>(std::move(*car));
}

}  // namespace

Result<Devices> open_devices(const wire::ConfigT& config, const DeviceSurroundings& around) {
  Opening opening{around, {}, std::make_shared<ReplayEpoch>()};
  if (auto opened = open_camera(config, opening); !opened) return opened.error();
  if (auto opened = open_strobe(*config.strobe, opening); !opened) return opened.error();
  if (auto opened = open_input(config, opening); !opened) return opened.error();
  for (const auto& bus : config.can->buses) {
    auto made = make_bus(config, *bus, opening);
    if (!made) return made.error();
    opening.devices.buses.push_back(std::move(*made));
  }
  return std::move(opening.devices);
}

}  // namespace tripline
