#include "shim/api/signal_history.hpp"

#include <algorithm>

#include "rt/base/limits.hpp"
#include "schemas/can_signals_generated.h"
#include "schemas/catalog_generated.h"

namespace tripline {
namespace {

constexpr auto kAgeNs = static_cast<std::uint64_t>(nanoseconds(limits::kSignalAge).count());

}  // namespace

void SignalHistory::see(const std::shared_ptr<const Event>& event) {
  const std::lock_guard lock(mutex_);
  if (event->run_id != run_id_) {
    begin(nullptr);
    run_id_ = event->run_id;
  }
  if (event->topic.key == "catalog") begin(event);
  if (event->topic.key == "can_signals") take_values(*event);
}

void SignalHistory::begin(const std::shared_ptr<const Event>& catalog) {
  catalog_ = catalog;
  catalog_revision_ = catalog ? wire::GetCatalog(catalog->message.data())->revision() : 0;
  now_.assign(catalog ? wire::GetCatalog(catalog->message.data())->signals()->size() : 0, {});
  chunks_.clear();
  samples_ = 0;
  newest_ns_ = 0;
  reaches_back_to_ns_ = 0;
}

// The arrays run in parallel; a sender that says otherwise is read as far as all of them go.
void SignalHistory::take_values(const Event& event) {
  const auto& batch = *wire::GetCanSignals(event.message.data());
  if (!catalog_ || batch.catalog_revision() != catalog_revision_) return;
  const auto size = std::min({batch.signal()->size(), batch.mono_ns()->size(), batch.value()->size()});
  for (flatbuffers::uoffset_t i = 0; i < size; ++i) {
    const auto signal = batch.signal()->Get(i);
    if (signal >= now_.size()) continue;
    const SignalPoint point{batch.mono_ns()->Get(i), batch.value()->Get(i)};
    now_[signal] = {true, false, point.value, point.mono_ns};
    add(point, signal, false);
  }
  if (batch.stale() != nullptr)
    for (const auto signal : *batch.stale()) {
      if (signal >= now_.size()) continue;
      now_[signal].stale = true;
      add({batch.header()->mono_ns(), 0}, signal, true);
    }
  forget_old();
}

void SignalHistory::add(const SignalPoint& point, std::uint32_t signal, bool stale) {
  if (chunks_.empty() || !chunks_.back().takes(point.mono_ns)) chunks_.emplace_back(point.mono_ns);
  chunks_.back().add(point, signal, stale);
  ++samples_;
  newest_ns_ = std::max(newest_ns_, point.mono_ns);
}

// The chunk that is being filled stays.
void SignalHistory::forget_old() {
  while (chunks_.size() > 1 &&
         (samples_ > limits::kSignalSamples || chunks_.front().newest_ns() + kAgeNs < newest_ns_)) {
    reaches_back_to_ns_ = std::max(reaches_back_to_ns_, chunks_.front().newest_ns());
    samples_ -= chunks_.front().size();
    chunks_.pop_front();
  }
}

std::shared_ptr<const Event> SignalHistory::catalog() const {
  const std::lock_guard lock(mutex_);
  return catalog_;
}

std::vector<SignalNow> SignalHistory::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

std::uint64_t SignalHistory::newest_ns() const {
  const std::lock_guard lock(mutex_);
  return newest_ns_;
}

SignalSeries SignalHistory::series(std::uint32_t signal, std::uint64_t from_ns, std::uint64_t to_ns) const {
  const std::lock_guard lock(mutex_);
  SignalSeries series;
  series.reaches_back_to_ns = reaches_back_to_ns_;
  for (const auto& chunk : chunks_)
    chunk.each(signal, [&](const SignalPoint& point, bool stale) {
      if (point.mono_ns < from_ns || point.mono_ns > to_ns) return;
      stale ? series.stale_ns.push_back(point.mono_ns) : series.points.push_back(point);
    });
  // Two buses that carry the same signal are read one after the other.
  std::stable_sort(series.points.begin(), series.points.end(),
                   [](const SignalPoint& a, const SignalPoint& b) { return a.mono_ns < b.mono_ns; });
  return series;
}

}  // namespace tripline
