#include "hw/socketcan/socket_can.hpp"
#include "rt/app/devices.hpp"

namespace tripline {

Result<std::unique_ptr<CanBus>> open_socketcan(const wire::CanBusT& config) {
  SocketCanOptions options;
  options.interface = config.name;
  auto bus = SocketCan::create(options);
  if (!bus) return bus.error();
  return std::unique_ptr<CanBus>(std::move(*bus));
}

}  // namespace tripline
