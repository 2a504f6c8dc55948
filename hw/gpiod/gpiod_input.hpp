// A real input line through libgpiod: edges as the kernel stamped them in the interrupt.
#pragma once

#include <memory>
#include <string>

#include "hw/gpiod/line_finder.hpp"
#include "rt/base/wake_event.hpp"
#include "rt/port/digital_in.hpp"

namespace tripline {

/// What holds an open input at its level.
enum class InputBias : std::uint8_t { kAsIs, kPullUp, kPullDown, kDisabled };

struct GpiodInputOptions {
  LineQuery where;
  EdgeChoice edges = EdgeChoice::kRising;
  bool active_low = false;  ///< the line is active at the low level
  InputBias bias = InputBias::kAsIs;
};

class GpiodInput final : public DigitalIn {
 public:
  /// Errors: those of find_line(), kInUse naming who holds the line, kSystem where its chip has no interrupts.
  static Result<std::unique_ptr<GpiodInput>> create(const GpiodInputOptions& options);

  const DigitalInInfo& info() const noexcept override { return info_; }
  InputRead read(std::span<InputEdge> edges, nanoseconds wait) noexcept override;
  Result<void> reopen() override;
  void interrupt() noexcept override { wake_.set(); }

 private:
  GpiodInput(const GpiodInputOptions& options, GpiodHandle<gpiod_edge_event_buffer> events, WakeEvent wake);
  InputRead lose() noexcept;

  static constexpr std::size_t kBatch = 16;  ///< edges of one system call; the kernel keeps as many for one line

  GpiodInputOptions options_;
  DigitalInInfo info_;
  GpiodHandle<gpiod_edge_event_buffer> events_;
  WakeEvent wake_;
  GpiodHandle<gpiod_line_request> request_;  ///< null: lost
  unsigned long sequence_ = 0;               ///< of the newest edge, as the kernel counts them from 1
};

}  // namespace tripline
