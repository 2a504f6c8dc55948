// A digital input in the core's own words: edges of a line, e.g. of a light barrier or a piezo, on the one clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "rt/base/ids.hpp"
#include "rt/base/realtime.hpp"
#include "rt/base/result.hpp"
#include "rt/base/time.hpp"

namespace tripline {

/// Which way a line went: rising is to its active level, which may be the low one.
enum class Slope : std::uint8_t { kRising, kFalling };

/// Which edges a line tells; what it is not asked for costs nothing.
enum class EdgeChoice : std::uint8_t { kRising, kFalling, kBoth };

constexpr bool tells(EdgeChoice choice, Slope slope) noexcept {
  return choice == EdgeChoice::kBoth || (choice == EdgeChoice::kRising) == (slope == Slope::kRising);
}

struct InputEdge {
  MonoTime time;  ///< the kernel's stamp in the interrupt; in the twin the poke
  Slope slope = Slope::kRising;
};

enum class InputReadStatus : std::uint8_t {
  kOk,    ///< `count` edges, possibly 0 after the wait
  kLost,  ///< the line's chip is gone; reopen
};

struct InputRead {
  InputReadStatus status = InputReadStatus::kOk;
  std::size_t count = 0;
  std::uint64_t dropped = 0;  ///< edges the kernel lost since the last read
};

struct DigitalInInfo {
  std::string name;    ///< what it was opened by
  std::string detail;  ///< chip, line and edges, one line
  Provenance provenance = Provenance::kMeasured;
};

/// Opened and listening: edges are kept from then on until they are read.
class DigitalIn {
 public:
  virtual ~DigitalIn() = default;
  virtual const DigitalInInfo& info() const noexcept = 0;
  /// Waits at most `wait` for edges and fills the front of `edges` in order of their time.
  /// Thread: the input's own. RT-safe: blocks only in its own wait; no heap, no lock.
  virtual InputRead read(std::span<InputEdge> edges, nanoseconds wait) noexcept = 0;
  /// Tries to bring a lost line back. Thread: as read(). Errors: kNoDevice and the reason. RT-safe: no (opens devices).
  virtual Result<void> reopen() = 0;
  /// Makes a read() that waits on another thread return at once, from now on. Thread: any.
  virtual void interrupt() noexcept = 0;
};

}  // namespace tripline
