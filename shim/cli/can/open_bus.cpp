#include "shim/cli/can/open_bus.hpp"

#include <memory>
#include <utility>

#include "hw/socketcan/can_sender.hpp"

namespace tripline {

Result<SendFrame> open_bus(const std::string& interface) {
  auto opened = CanSender::open(interface);
  if (!opened) return opened.error();
  const auto sender = std::make_shared<CanSender>(*std::move(opened));
  return SendFrame([sender](const CanFrame& frame) { return sender->send(frame); });
}

}  // namespace tripline
