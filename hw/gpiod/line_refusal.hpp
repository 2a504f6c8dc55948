// Why the kernel did not give a line, in one line.
#pragma once

#include <string>

#include "hw/gpiod/gpiod_handle.hpp"
#include "rt/base/result.hpp"

namespace tripline {

/// A line as its user and as its chip call it.
struct RefusedLine {
  std::string name;
  gpiod_chip* chip = nullptr;
  std::string chip_label;
  unsigned offset = 0;
};

/// `error` is the errno of the request; `purpose` what the line was to be: "an output".
Error line_refusal(const RefusedLine& line, int error, const std::string& purpose);

}  // namespace tripline
