// A real output line through libgpiod (version 2, C interface).
#pragma once

#include <memory>
#include <string>

#include "hw/gpiod/line_finder.hpp"
#include "rt/port/digital_out.hpp"

namespace tripline {

struct GpiodLineOptions {
  LineQuery where;
  bool active_low = false;  ///< the line is active at the low level
};

class GpiodLine final : public DigitalOut {
 public:
  /// Errors: those of find_line(), and kInUse naming who holds the line.
  static Result<std::unique_ptr<GpiodLine>> create(const GpiodLineOptions& options);
  ~GpiodLine() override;

  const DigitalOutInfo& info() const noexcept override { return info_; }
  [[nodiscard]] bool set(bool active) noexcept RT_NONBLOCKING override;

 private:
  GpiodLine(const GpiodLineOptions& options, const FoundLine& line, GpiodHandle<gpiod_line_request> request);

  DigitalOutInfo info_;
  unsigned offset_;
  GpiodHandle<gpiod_line_request> request_;
};

}  // namespace tripline
