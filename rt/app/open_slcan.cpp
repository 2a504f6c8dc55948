#include <charconv>

#include "hw/slcan/slcan_bus.hpp"
#include "rt/app/devices.hpp"
#include "rt/app/notify.hpp"
#include "rt/app/passed_lines.hpp"

namespace tripline {
namespace {

constexpr std::string_view kByNumber = "fd:";
constexpr std::string_view kByName = "systemd:";

SlcanSetup setup_of(const wire::CanBusT& config) {
  SlcanSetup setup;
  setup.mode = static_cast<SlcanMode>(config.mode);
  setup.bitrate = config.bitrate;
  setup.data_mbitrate = config.data_mbitrate;
  setup.adapter_time = config.adapter_time;
  return setup;
}

Result<int> number_of(const std::string& device) {
  int fd = -1;
  const char* end = device.data() + device.size();
  const auto [after, error] = std::from_chars(device.data() + kByNumber.size(), end, fd);
  if (error == std::errc() && after == end && fd >= 0) return fd;
  return Error{ExitCode::kBadConfig, "can.buses: device: '" + device + "' is no descriptor, such as fd:3"};
}

Result<int> named_line(const std::string& device) {
  const auto name = device.substr(kByName.size());
  if (const auto fd = passed_line(name)) return *fd;
  return Error{ExitCode::kNoDevice, "can.buses: device: systemd passed no descriptor '" + name +
                                        "'; name it so with FileDescriptorName= of the socket unit"};
}

/// A tty is kept by systemd, where it is asked to, so that a restart does not reset the adapter.
void take_device(const wire::CanBusT& config, SlcanOptions& options) {
  const auto name = "can-" + config.name;
  options.kept_fd = passed_line(name).value_or(-1);
  options.on_opened = [name](int fd) { notify_keep(name, fd); };
}

}  // namespace

Result<std::unique_ptr<CanBus>> open_slcan(const wire::CanBusT& config) {
  SlcanOptions options;
  options.name = config.name;
  options.device = config.device;
  options.baud = config.baud;
  options.setup = setup_of(config);
  if (config.device.empty())
    return Error{ExitCode::kBadConfig, "can.buses: " + config.name + ": slcan needs a device, such as /dev/ttyACM0"};
  if (config.device.starts_with(kByNumber) || config.device.starts_with(kByName)) {
    const auto fd = config.device.starts_with(kByNumber) ? number_of(config.device) : named_line(config.device);
    if (!fd) return fd.error();
    options.fd = *fd;
  } else {
    take_device(config, options);
  }
  auto bus = SlcanBus::create(std::move(options));
  if (!bus) return bus.error();
  return std::unique_ptr<CanBus>(std::move(*bus));
}

}  // namespace tripline
