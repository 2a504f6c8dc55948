// Which signals a command is about, by name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "shim/cli/can/signal_names.hpp"

namespace tripline {

/// One entry per signal: 1 when it is wanted. `wanted`: signals, `Message.Signal`, or patterns with * and ? over
/// either; empty: all are. Errors: kUsage for a name that no signal has.
Result<std::vector<std::uint8_t>> choose_signals(const SignalNames& names, const std::vector<std::string>& wanted);

}  // namespace tripline
