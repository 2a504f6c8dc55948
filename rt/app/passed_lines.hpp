// Descriptors that systemd passes at the start: from its store, or as sockets of the unit (LISTEN_FDS, LISTEN_FDNAMES).
#pragma once

#include <optional>
#include <string>

namespace tripline {

/// The descriptor of that name, if it was passed. It is the caller's from then on. Thread: main.
std::optional<int> passed_line(const std::string& name);

}  // namespace tripline
