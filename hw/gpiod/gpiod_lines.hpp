// Real output lines through libgpiod (version 2, C interface): several lines of one chip in one request.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hw/gpiod/line_finder.hpp"
#include "rt/port/digital_out.hpp"

namespace tripline {

struct GpiodLineChoice {
  std::string line = {};    ///< as in LineQuery
  bool active_low = false;  ///< the line is active at the low level
};

struct GpiodLinesOptions {
  std::string chip = {};                    ///< as in LineQuery; empty: the one chip that has these names
  std::vector<GpiodLineChoice> lines = {};  ///< 1 to limits::kLines
  std::string directory = "/dev";           ///< where the chips' devices are
};

class GpiodLines final : public DigitalOut {
 public:
  /// Errors: those of find_line(), kBadConfig (none or too many lines, one twice, lines of two chips), and kInUse
  /// naming who holds a line.
  static Result<std::unique_ptr<GpiodLines>> create(const GpiodLinesOptions& options);
  ~GpiodLines() override;

  const DigitalOutInfo& info() const noexcept override { return info_; }
  /// One ioctl on the request: libgpiod would turn the two masks into arrays and back.
  [[nodiscard]] bool set(LineMask which, LineMask levels) noexcept RT_NONBLOCKING override;

 private:
  GpiodLines(DigitalOutInfo info, GpiodHandle<gpiod_line_request> request);

  DigitalOutInfo info_;
  GpiodHandle<gpiod_line_request> request_;
  const int fd_;
};

}  // namespace tripline
