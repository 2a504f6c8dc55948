#include "hw/socketcan/socket_can.hpp"
#include "rt/app/devices.hpp"

namespace tripline {

Result<std::unique_ptr<CanBus>> open_socketcan(const wire::CanBusT& config, const std::vector<CanFilter>& filters) {
  SocketCanOptions options;
  options.interface = config.name;
  if (config.dbc_ids_only) options.filters = filters;
  auto bus = SocketCan::create(options);
  if (!bus) return bus.error();
  return std::unique_ptr<CanBus>(std::move(*bus));
}

}  // namespace tripline
