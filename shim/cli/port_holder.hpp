// port_holder: who listens on a port of this machine.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace tripline {

/// `process 4711 (nginx)`, or `another process` where /proc does not tell this user; empty: the page could listen
/// there.
std::string port_holder(std::uint16_t port);

}  // namespace tripline
