// Which lines the guard puts to rest, as its command line says, and how.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rt/base/result.hpp"

namespace tripline {

struct GuardedLine {
  std::string name;
  bool active_low = false;
};

/// One of the three kinds.
struct GuardedLines {
  std::string sim_file;    ///< levels of the twin
  std::string spi_device;  ///< MOSI
  std::string chip;        ///< of the GPIO lines
  std::vector<GuardedLine> lines;

  /// For a person.
  std::string text() const;
};

/// --sim FILE | --spidev DEVICE | --gpiod CHIP (--line NAME | --line-low NAME)… Errors: kUsage.
Result<GuardedLines> parse_guarded_lines(std::span<const std::string> arguments);

/// Takes the lines, drives them inactive, lets go of them. Errors: kInUse while somebody else holds them, and the
/// device's own.
Result<void> put_to_rest(const GuardedLines& lines);

/// put_to_rest(), again and again while the lines are held: the kernel may still be letting go of them. At most 100 ms.
Result<void> put_to_rest_soon(const GuardedLines& lines);

/// GPIO lines; where libgpiod is missing, a file ending in _absent says so.
Result<void> rest_gpiod(const GuardedLines& lines);

}  // namespace tripline
