// Ports of this machine's loopback: which one the page gets, and whether it answers there.
#pragma once

#include <cstdint>
#include <optional>

#include "rt/base/result.hpp"

namespace tripline {

/// The port asked for (0: any free one), or without a wish the first free one from 8080 on; says so when that is
/// another. Errors: kInUse.
Result<std::uint16_t> choose_port(std::optional<std::uint16_t> wanted);

/// Nobody listens there, and this process could.
bool is_port_free(std::uint16_t port);

/// True when GET /healthz on the loopback is answered with 200 within a second.
bool page_answers(std::uint16_t port);

}  // namespace tripline
