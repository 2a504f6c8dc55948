// `tripline can send`: frames onto a real bus, to test what listens there.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/port/can_bus.hpp"
#include "shim/cli/can/frame_filter.hpp"
#include "shim/cli/can/open_bus.hpp"

namespace tripline {

struct CanSendOptions {
  std::string interface;                      ///< as `ip link` has it
  std::vector<std::string> frames;            ///< as parse_frame() takes them
  std::vector<std::string> dbc;               ///< for what is set by name
  std::vector<std::string> settings;          ///< Message.Signal=value
  std::uint64_t count = 1;                    ///< rounds; 0: until it is stopped
  std::chrono::microseconds period{100'000};  ///< from round to round
  std::string log;                            ///< sent at its pace, instead of frames; "-" is standard input
  FrameFilterOptions filter;                  ///< what of the log
};

/// What a round consists of. Errors: kUsage; those of the DBC files.
Result<std::vector<CanFrame>> frames_to_send(const CanSendOptions& options);

/// Sends a log at its pace. Error frames, which nobody can send, are passed over. Returns how many were sent.
/// Errors: those of the log and of `send`.
Result<std::uint64_t> send_log(const CanSendOptions& options, const SendFrame& send);

/// All of it, and a line to `out` that says what was sent. Errors: those above and of open_bus(); kUnavailable when
/// nobody takes the frames.
Result<void> can_send(const CanSendOptions& options, std::FILE* out);

}  // namespace tripline
