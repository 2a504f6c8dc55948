// A serial line to a CAN adapter: a tty by name, or a descriptor that somebody else opened.
#pragma once

#include <cstdint>
#include <string>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {

/// Opens a tty raw, without echo and flow control, without becoming its controlled process.
/// Errors: kNoDevice, kNoPermission, kInUse (somebody has it exclusively), kBadConfig for an impossible speed, kSystem.
Result<UniqueFd> open_serial_line(const std::string& device, std::uint32_t baud);

/// Takes the descriptor over: not blocking, closed on exec, and by whoever holds the result. A tty becomes raw, its
/// speed stays. Errors: kBadConfig when it is not open.
Result<UniqueFd> adopt_serial_line(int fd, const std::string& name);

}  // namespace tripline
