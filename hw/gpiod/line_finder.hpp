// Finds a GPIO line by the label of its chip or by its own name: chip numbers move between kernels, names do not.
#pragma once

#include <string>

#include "hw/gpiod/gpiod_handle.hpp"
#include "rt/base/ids.hpp"
#include "rt/base/result.hpp"

namespace tripline {

struct LineQuery {
  std::string chip = {};  ///< label of the chip, e.g. pinctrl-rp1; empty: any chip that has a line of this name
  std::string line = {};  ///< name of the line, or, where the chip is given, its offset in decimal
  std::string directory = "/dev";                    ///< where the chips' devices are
  std::string table = "strobe";                      ///< of the configuration: its fields chip and line are these
  std::string instead = "set strobe.output to sim";  ///< remedy of one who has no chip
};

struct FoundLine {
  GpiodHandle<gpiod_chip> chip;
  std::string chip_label;
  LineOffset offset;
};

/// Errors: kNoDevice naming what there is instead, kNoPermission, kBadConfig (no line, or its name found twice).
Result<FoundLine> find_line(const LineQuery& query);

}  // namespace tripline
