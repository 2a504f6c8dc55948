#include "rt/loops/edge_player.hpp"

#include <algorithm>
#include <cerrno>
#include <ctime>

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr nanoseconds kShortestSpin = 200us;
constexpr nanoseconds kLongestNap = 20ms;  // how late a halt may be noticed

/// Returns at `time`, or as late as the clock's resolution after it.
MonoTime spin_until(MonoTime time) noexcept RT_NONBLOCKING {
  MonoTime now = MonoClock::now();
  while (now < time) now = MonoClock::now();
  return now;
}

/// A falling edge keeps the on-time of its pulse even when the rising one was late: the picture is exposed with it.
MonoTime due(const PlannedEdge& edge, const StrobePlan& plan, const Playback& played) noexcept {
  const MonoTime planned = played.zero + edge.at;
  if (edge.began == PlannedEdge::kNone) return planned;
  const auto began = static_cast<std::size_t>(edge.began);
  return planned + (played.done[began] - (played.zero + plan.edges[began].at));
}

bool stayed_on_too_long(const PlannedEdge& edge, const Playback& played) noexcept {
  return edge.longest.count() > 0 &&
         played.done[played.made - 1] - played.done[static_cast<std::size_t>(edge.began)] > edge.longest;
}

}  // namespace

EdgePlayer::EdgePlayer(std::unique_ptr<DigitalOut> out) noexcept : out_(std::move(out)), spin_before_(kShortestSpin) {
  constexpr int kTries = 64;
  nanoseconds shortest = kLongestLead;
  for (int i = 0; i < kTries; ++i) {
    const MonoTime before = MonoClock::now();
    if (!rest()) return;
    shortest = std::min<nanoseconds>(shortest, MonoClock::now() - before);
  }
  lead_ = shortest;
}

bool EdgePlayer::begin(const StrobePlan& plan, Playback& played) noexcept RT_NONBLOCKING {
  const PlannedEdge& first = plan.edges[0];
  if (!out_->set(first.which, first.levels)) return false;
  played.zero = played.done[0] = MonoClock::now();
  played.reset();
  played.made = 1;
  while (played.made < plan.edge_count && plan.edges[played.made].at <= kOwnEdges)
    if (!make(plan, played, spin_until(due(plan.edges[played.made], plan, played) - lead_))) break;
  return true;
}

void EdgePlayer::finish(const StrobePlan& plan, Playback& played,
                        const std::atomic<bool>& halt) noexcept RT_NONBLOCKING {
  while (!played.device_failed && !played.cut_short && played.made < plan.edge_count) {
    if (!wait_until(due(plan.edges[played.made], plan, played) - lead_, halt))
      played.cut_short = true;
    else
      make(plan, played, MonoClock::now());
  }
  if (played.made == plan.edge_count && !played.device_failed) return;
  played.device_failed = !rest() || played.device_failed;
  played.rested = MonoClock::now();
}

/// The next edge, now.
bool EdgePlayer::make(const StrobePlan& plan, Playback& played, MonoTime called) noexcept RT_NONBLOCKING {
  const PlannedEdge& edge = plan.edges[played.made];
  played.device_failed = !out_->set(edge.which, edge.levels);
  const MonoTime done = MonoClock::now();
  played.done[played.made++] = done;
  lead_ += (std::min<nanoseconds>(done - called, kLongestLead) - lead_) / 8;
  played.cut_short = stayed_on_too_long(edge, played) && played.made < plan.edge_count;
  return !played.device_failed && !played.cut_short;
}

bool EdgePlayer::rest() noexcept RT_NONBLOCKING { return out_->set(out_->info().all(), 0); }

/// Returns at `time`; false, at once, when it is told to halt meanwhile.
bool EdgePlayer::wait_until(MonoTime time, const std::atomic<bool>& halt) noexcept RT_NONBLOCKING {
  while (time - MonoClock::now() > spin_before_) {
    if (halt.load(std::memory_order_acquire)) return false;
    sleep_towards(time);
  }
  spin_until(time);
  return true;
}

/// Spins as much longer next time as this sleep ended late, up to limits::kSpin; less again while sleeps are good.
void EdgePlayer::sleep_towards(MonoTime time) noexcept RT_NONBLOCKING {
  const MonoTime wake = std::min(time - spin_before_, MonoClock::now() + kLongestNap);
  const auto ns = wake.time_since_epoch().count();
  const timespec when{ns / 1'000'000'000, ns % 1'000'000'000};
  while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, nullptr) == EINTR) {
  }
  const nanoseconds late = MonoClock::now() - wake;
  spin_before_ =
      std::clamp<nanoseconds>(std::max(spin_before_ - spin_before_ / 16, 2 * late), kShortestSpin, limits::kSpin);
}

}  // namespace tripline
