// SignalHistory: what the signals were lately, all of them in one bounded memory, and what each is now.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "rt/base/time.hpp"
#include "shim/api/signal_chunk.hpp"
#include "shim/bus/event_subscriber.hpp"

namespace tripline {

/// The newest value of a signal. A silent signal keeps its last value, marked stale: it is never zero.
struct SignalNow {
  bool known = false;  ///< a value came in this run
  bool stale = true;
  double value = 0;
  std::uint64_t mono_ns = 0;
};

/// One signal over a stretch of time, in order of time.
struct SignalSeries {
  std::vector<SignalPoint> points;
  std::vector<std::uint64_t> stale_ns;   ///< moments at which it fell silent
  std::uint64_t reaches_back_to_ns = 0;  ///< nothing older is kept; 0: nothing was thrown away yet
};

/// Keeps limits::kSignalSamples values of at most limits::kSignalAge. Another run or another catalogue empties it: its
/// indices mean something else. Thread: any; the bus thread writes, HTTP workers read.
class SignalHistory {
 public:
  void see(const std::shared_ptr<const Event>& event);

  /// The catalogue that the indices are of; nullptr: none told yet.
  std::shared_ptr<const Event> catalog() const;
  /// By index of the catalogue.
  std::vector<SignalNow> now() const;
  /// Points of a signal with from <= mono_ns <= to.
  SignalSeries series(std::uint32_t signal, std::uint64_t from_ns, std::uint64_t to_ns) const;
  /// Newest time of any value; 0: none.
  std::uint64_t newest_ns() const;

 private:
  void begin(const std::shared_ptr<const Event>& catalog);
  void take_values(const Event& event);
  void add(const SignalPoint& point, std::uint32_t signal, bool stale);
  void forget_old();

  mutable std::mutex mutex_;
  std::uint64_t run_id_ = 0;
  std::shared_ptr<const Event> catalog_;
  std::uint32_t catalog_revision_ = 0;
  std::vector<SignalNow> now_;
  std::deque<SignalChunk> chunks_;
  std::size_t samples_ = 0;
  std::uint64_t newest_ns_ = 0;
  std::uint64_t reaches_back_to_ns_ = 0;
};

}  // namespace tripline
