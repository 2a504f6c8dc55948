// What bench/can decodes: real drives where the shared data is, and random CAN FD payloads of a made-up DBC.
#pragma once

#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/core/can/dbc_file.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline::bench {

struct Scene {
  std::string name;
  DbcFile file;
  std::vector<CanFrame> frames;  ///< only those of messages in the DBC
};

/// Errors: kNoInput, kBadData.
Result<Scene> real_scene(const std::string& name, const std::string& dbc, const std::string& log);

/// 40 messages of 8 to 64 bytes (25 at the mean), random layouts of both byte orders, random payloads. The same every
/// time.
Scene fd_scene();

/// `levels` multiplexers, each selecting four signals and the next one; 0: as many signals, none multiplexed.
Scene multiplexed_scene(std::uint32_t levels, bool is_multiplexed);

}  // namespace tripline::bench
