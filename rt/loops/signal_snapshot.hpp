// The newest value of every signal at one moment: what a shot says about the bus.
#pragma once

#include <cstdint>
#include <vector>

#include "rt/base/time.hpp"

namespace tripline {

/// A decoded value on its way from a CAN thread to the publisher.
struct SignalSample {
  std::uint32_t signal = 0;  ///< index in the catalogue
  bool stale = false;        ///< the signal fell silent; `value` is its last one
  MonoTime time;
  double value = 0;
};

struct SnapshotValue {
  std::uint32_t signal = 0;
  double value = 0;
  nanoseconds age{0};
  bool stale = false;
};

/// Remembers the two newest samples of each signal, so that a moment a few milliseconds ago can still be told.
/// Thread: the publisher's.
class SignalSnapshot {
 public:
  explicit SignalSnapshot(std::size_t signals) : signals_(signals) {}

  void add(const SignalSample& sample);
  /// Signals seen before `moment`, with their age then. Of a signal that was never seen nothing is told.
  std::vector<SnapshotValue> at(MonoTime moment) const;

 private:
  struct History {
    SignalSample newest;
    SignalSample before;
    int count = 0;
  };
  std::vector<History> signals_;
};

}  // namespace tripline
