// Which frames of a log a command is about: by id and by bus.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rt/base/ids.hpp"
#include "rt/base/result.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

/// What the command line asks for; nothing: all.
struct FrameFilterOptions {
  std::vector<std::string> ids;    ///< hexadecimal
  std::vector<std::string> buses;  ///< names
};

/// Hexadecimal, with or without 0x: above 7FF, or of eight digits as candump writes them, it is an extended one.
/// Errors: kUsage.
Result<CanId> parse_can_id(std::string_view text);

class FrameFilter {
 public:
  /// Errors: kUsage for what is no id.
  static Result<FrameFilter> create(const FrameFilterOptions& options);

  /// Error frames have no id: they pass only where all ids do.
  bool passes(std::string_view bus, const CanFrame& frame) const noexcept;

 private:
  std::vector<std::uint32_t> keys_;
  std::vector<std::string> buses_;
};

}  // namespace tripline
