// The newest value of every signal at one moment: what a shot says about the bus.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "rt/base/time.hpp"
#include "rt/core/signals/signal_catalog.hpp"
#include "rt/core/signals/signal_sample.hpp"

namespace tripline {

struct SnapshotValue {
  std::uint32_t signal = 0;
  double value = 0;
  nanoseconds age{0};
  bool stale = false;
};

/// Values with the catalogue that their indices belong to: another one may be in force when they are told.
struct SignalsAtMoment {
  std::shared_ptr<const SignalCatalog> catalog;
  std::vector<SnapshotValue> values;
};

/// Remembers the two newest samples of each signal, so that a moment a few milliseconds ago can still be told.
/// Thread: the publisher's.
class SignalSnapshot {
 public:
  explicit SignalSnapshot(std::shared_ptr<const SignalCatalog> catalog)
      : catalog_(std::move(catalog)), signals_(catalog_->signals.size()) {}

  void add(const SignalSample& sample);
  /// Signals seen before `moment`, with their age then. Of a signal that was never seen nothing is told.
  SignalsAtMoment at(MonoTime moment) const;

 private:
  struct History {
    SignalSample newest;
    SignalSample before;
    int count = 0;
  };
  std::shared_ptr<const SignalCatalog> catalog_;
  std::vector<History> signals_;
};

}  // namespace tripline
