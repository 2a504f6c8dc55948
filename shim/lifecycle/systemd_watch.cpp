#include "shim/lifecycle/systemd_watch.hpp"

#include "shim/lifecycle/journal_tail.hpp"
#include "shim/lifecycle/systemd_unit.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr auto kJournalLag = 1s;  ///< the last lines of a process come to the journal a little after its end

bool has_ended_badly(const UnitState& state) {
  return state.phase == UnitPhase::kFailed || (state.phase == UnitPhase::kStopped && !state.reason.empty());
}

}  // namespace

std::optional<UnitState> SystemdWatch::state() {
  const std::lock_guard lock(mutex_);
  if (const auto read = look(); read) return last_;
  bus_.reset();
  last_.reset();
  since_us_ = 0;
  return std::nullopt;
}

Result<void> SystemdWatch::look() {
  if (!bus_) {
    auto opened = open_system_bus();
    if (!opened) return opened.error();
    bus_ = std::move(*opened);
    auto path = load_systemd_unit(bus_.get(), unit_);
    if (!path) return path.error();
    path_ = std::move(*path);
  }
  const auto changed = read_systemd_change(bus_.get(), path_);
  if (!changed) return changed.error();
  if (!last_ || *changed != since_us_) {
    if (auto fresh = read(); !fresh) return fresh;
    lines_until_ = MonoClock::now() + kJournalLag;
  } else if (MonoClock::now() >= lines_until_) {
    return {};
  }
  if (last_ && has_ended_badly(*last_)) last_->log = journal_tail(unit_);
  return {};
}

Result<void> SystemdWatch::read() {
  const auto unit = read_systemd_unit(bus_.get(), path_);
  if (!unit) return unit.error();
  last_ = to_unit_state(*unit);
  since_us_ = unit->since_us;
  return {};
}

}  // namespace tripline
