#include "hw/socketcan/can_socket.hpp"

#include <gtest/gtest.h>

#include "hw/socketcan/socket_can.hpp"

namespace tripline {
namespace {

// True of a kernel with CAN and of one without: in either case the line names the interface and a remedy.
TEST(CanSocket, SaysInOneLineThatAnInterfaceIsNotThere) {
  const auto bus = SocketCan::create({.interface = "can-nowhere"});
  ASSERT_FALSE(bus);
  EXPECT_EQ(bus.error().code, ExitCode::kNoDevice);
  EXPECT_TRUE(bus.error().message.starts_with("can-nowhere: ")) << bus.error().message;
  EXPECT_NE(bus.error().message.find("; "), std::string::npos) << "no remedy: " << bus.error().message;
  EXPECT_EQ(bus.error().message.find('\n'), std::string::npos);
}

TEST(CanSocket, RefusesANameThatNoInterfaceCanHave) {
  for (const char* name : {"", "a-name-of-sixteen"}) {
    const auto socket = open_can_socket({.interface = name});
    ASSERT_FALSE(socket);
    EXPECT_EQ(socket.error().code, ExitCode::kBadConfig);
  }
}

}  // namespace
}  // namespace tripline
