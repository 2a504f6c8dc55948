#include "rt/loops/signal_snapshot.hpp"

namespace tripline {

void SignalSnapshot::add(const SignalSample& sample) {
  if (sample.signal >= signals_.size()) return;
  History& history = signals_[sample.signal];
  if (sample.stale) {
    history.newest.stale = true;
    return;
  }
  history.before = history.newest;
  history.newest = sample;
  history.count += history.count < 2 ? 1 : 0;
}

SignalsAtMoment SignalSnapshot::at(MonoTime moment) const {
  SignalsAtMoment result{catalog_, {}};
  for (const History& history : signals_) {
    if (history.count == 0) continue;
    const bool newest_fits = history.newest.time <= moment;
    if (!newest_fits && (history.count < 2 || history.before.time > moment)) continue;
    const SignalSample& sample = newest_fits ? history.newest : history.before;
    result.values.push_back({sample.signal, sample.value, moment - sample.time, sample.stale});
  }
  return result;
}

}  // namespace tripline
