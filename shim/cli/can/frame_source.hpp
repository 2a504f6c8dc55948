// Where monitor and stats get their frames: a log, or the running core.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "rt/port/can_bus.hpp"
#include "shim/cli/can/signal_names.hpp"

namespace tripline {

enum class SourceRead : std::uint8_t {
  kFrame,    ///< `bus`, `time` and `frame` are set
  kValue,    ///< `time`, `signal` and `value` are set
  kNames,    ///< FrameSource::names() has changed
  kNothing,  ///< within the wait
  kRestart,  ///< the core is another one: what was told so far is void
  kEnd,
};

/// What a source tells. Lifetime of `bus`: until the next call of the source.
struct SourceItem {
  std::string_view bus;
  nanoseconds time{0};  ///< on the source's own clock
  CanFrame frame;
  std::uint32_t signal = 0;  ///< index in FrameSource::names()
  double value = 0;
};

/// Thread: one.
class FrameSource {
 public:
  virtual ~FrameSource() = default;
  /// The next item, if there is one within `wait`. Errors: kBadData, kNoInput.
  virtual Result<SourceRead> next(SourceItem& item, std::chrono::milliseconds wait) = 0;
  /// Now, on the clock of the frames.
  virtual nanoseconds now() const = 0;
  /// Where the frames come from, and what was lost on the way; one line.
  virtual std::string about() const = 0;
  /// What the source itself knows of signals; a log knows none.
  virtual const SignalNames& names() const = 0;
};

}  // namespace tripline
