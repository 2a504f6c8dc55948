#include "shim/cli/can/open_bus.hpp"

namespace tripline {

Result<SendFrame> open_bus(const std::string& interface) {
  return Error{ExitCode::kNoDevice, interface + ": this build has no SocketCAN; build it where linux/can/raw.h is"};
}

}  // namespace tripline
