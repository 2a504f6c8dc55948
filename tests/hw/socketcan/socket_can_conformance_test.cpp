// The real bus on the virtual rig: needs the interface vcan0, which `ip link add vcan0 type vcan` makes.
#include <gtest/gtest.h>
#include <unistd.h>

#include "hw/socketcan/can_socket.hpp"
#include "hw/socketcan/socket_can.hpp"
#include "tests/hw/conformance/can_bus_conformance.hpp"

namespace tripline {
namespace {

constexpr const char* kInterface = "vcan0";
constexpr std::size_t kFrames = 60;

// Opens the bus, then lets somebody else on it say something: the kernel keeps it until it is read.
Result<std::unique_ptr<CanBus>> open_talking_bus() {
  auto bus = SocketCan::create({.interface = kInterface});
  if (!bus) return bus.error();
  auto talker = open_can_socket({.interface = kInterface});
  if (!talker) return talker.error();
  for (std::size_t i = 0; i < kFrames; ++i) {
    can_frame frame{};
    frame.can_id = static_cast<canid_t>(i % 2 == 0 ? 0x100 + i : CAN_EFF_FLAG | (0x18FF0000 + i));
    frame.can_dlc = static_cast<std::uint8_t>(i % 9);
    std::fill_n(frame.data, frame.can_dlc, static_cast<std::uint8_t>(i));
    if (::write(talker->fd.get(), &frame, sizeof frame) != sizeof frame)
      return Error{ExitCode::kSystem, "vcan0 takes no frame"};
  }
  return std::unique_ptr<CanBus>(std::move(*bus));
}

INSTANTIATE_TEST_SUITE_P(SocketCan, CanBusConformance,
                         testing::Values(CanBusUnderTest{"vcan0", open_talking_bus, kFrames}), can_bus_name);

}  // namespace
}  // namespace tripline
