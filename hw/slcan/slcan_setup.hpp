// What is sent to a serial CAN adapter before frames come, and what it answers.
#pragma once

#include <cstdint>
#include <string>

#include "rt/base/result.hpp"
#include "rt/base/wake_event.hpp"

namespace tripline {

/// Same values as wire::SlcanMode.
enum class SlcanMode : std::uint8_t {
  kListenOnly,  ///< `L`: nothing is ever sent, no frame acknowledged
  kNormal,      ///< `O`: takes part, for adapters without `L` and for buses with nobody else to acknowledge
  kAsItIs,      ///< whoever opened the line set the adapter up
};

struct SlcanSetup {
  SlcanMode mode = SlcanMode::kListenOnly;
  std::uint32_t bitrate = 500'000;  ///< one of the eight that LAWICEL's S0 to S8 name, without 83.3k
  std::uint8_t data_mbitrate = 0;   ///< of FD payloads, CANable's Y1 to Y8; 0: none is set
  bool adapter_time = false;        ///< Z1
};

/// Errors: kBadConfig for a bit rate that no command names.
Result<void> check_slcan_setup(const SlcanSetup& setup, const std::string& device);

/// Closes the channel, sets it and opens it. An adapter that says nothing is believed to have understood; one that
/// rings the bell at the bit rate or at the opening is not. Takes at most limits::kSlcanAnswer a command.
/// Thread: the bus's own. RT-safe: no (waits). Errors: kNoDevice when it refuses or is gone.
Result<void> set_up_adapter(int fd, const std::string& device, const SlcanSetup& setup, const WakeEvent& wake);

}  // namespace tripline
