#include "shim/api/can_id_watch.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "rt/base/limits.hpp"
#include "schemas/can_raw_generated.h"

namespace tripline {
namespace {

constexpr std::uint8_t kExtended = 1;
constexpr std::uint8_t kErrorFrame = 32;

/// Calls `visit(i, data)` for each frame, as far as all the parallel arrays go.
template <typename Visit>
void each_frame(const wire::CanRaw& batch, Visit visit) {
  const auto count =
      std::min({batch.mono_ns()->size(), batch.id()->size(), batch.flags()->size(), batch.length()->size()});
  std::size_t at = 0;
  for (flatbuffers::uoffset_t i = 0; i < count; ++i) {
    const std::size_t length = batch.length()->Get(i);
    if (at + length > batch.data()->size()) return;
    visit(i, std::span(batch.data()->data() + at, length));
    at += length;
  }
}

}  // namespace

double CanIdCount::rate_hz() const noexcept {
  if (count < 2 || last_ns <= first_ns) return 0;
  return static_cast<double>(count - 1) * 1e9 / static_cast<double>(last_ns - first_ns);
}

void CanIdWatch::see(const std::shared_ptr<const Event>& event) {
  const std::lock_guard lock(mutex_);
  if (event->run_id != run_id_) {
    forget();
    run_id_ = event->run_id;
  }
  if (event->topic.key != "can_raw" || !watched_since_) return;
  const auto& batch = *wire::GetCanRaw(event->message.data());
  const auto bus = batch.bus()->str();
  each_frame(batch, [&](flatbuffers::uoffset_t i, std::span<const std::uint8_t> data) {
    const auto flags = batch.flags()->Get(i);
    if ((flags & kErrorFrame) != 0) return;
    auto* seen = place_for({bus, (flags & kExtended) != 0, batch.id()->Get(i)});
    if (seen == nullptr) {
      ++beyond_;
      return;
    }
    seen->last_ns = batch.mono_ns()->Get(i);
    if (seen->count++ == 0) seen->first_ns = seen->last_ns;
    seen->data.assign(data.begin(), data.end());
  });
}

/// nullptr: the bus has limits::kCanIds of them already.
CanIdCount* CanIdWatch::place_for(const Key& key) {
  const auto& [bus, extended, id] = key;
  if (const auto found = ids_.find(key); found != ids_.end()) return &found->second;
  auto& known = ids_of_bus_[bus];
  if (known >= limits::kCanIds) return nullptr;
  ++known;
  CanIdCount made;
  made.bus = bus;
  made.id = id;
  made.extended = extended;
  return &ids_.emplace(key, std::move(made)).first->second;
}

void CanIdWatch::forget() {
  ids_.clear();
  ids_of_bus_.clear();
  beyond_ = 0;
}

bool CanIdWatch::wanted(MonoTime now) {
  const std::lock_guard lock(mutex_);
  if (!asked_at_) return false;
  if (now - *asked_at_ < limits::kCanWatch) return true;
  asked_at_.reset();
  watched_since_.reset();
  forget();
  return false;
}

CanIdCounts CanIdWatch::ask(std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  asked_at_ = MonoClock::now();
  if (!watched_since_) watched_since_ = asked_at_;
  const auto missing = std::chrono::ceil<std::chrono::milliseconds>(*watched_since_ + wait - *asked_at_);
  closing_.wait_for(lock, missing, [this] { return closed_; });
  CanIdCounts counts{MonoClock::now() - *watched_since_, beyond_, {}};
  for (const auto& [key, count] : ids_) counts.ids.push_back(count);
  return counts;
}

void CanIdWatch::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  closing_.notify_all();
}

}  // namespace tripline
