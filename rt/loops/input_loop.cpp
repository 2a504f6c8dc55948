#include "rt/loops/input_loop.hpp"

#include <algorithm>
#include <array>

#include "rt/base/limits.hpp"
#include "rt/exec/realtime_turn.hpp"

namespace tripline {
namespace {

constexpr std::size_t kBatch = 16;                               // edges of one read
constexpr nanoseconds kTurn = std::chrono::milliseconds(100);    // wait for an edge
constexpr nanoseconds kRestTurn = std::chrono::milliseconds(5);  // the same, while a bouncing line comes to rest

}  // namespace

Result<std::unique_ptr<InputLoop>> InputLoop::create(std::unique_ptr<DigitalIn> input, const InputRule& rule,
                                                     CameraLoop& camera, ThreadSlots& slots) {
  auto wake = WakeEvent::create();
  if (!wake) return wake.error();
  return std::unique_ptr<InputLoop>(new InputLoop(std::move(input), rule, camera, slots.add(), std::move(*wake)));
}

InputLoop::InputLoop(std::unique_ptr<DigitalIn> input, const InputRule& rule, CameraLoop& camera, ThreadSlot& slot,
                     WakeEvent wake)
    : input_(std::move(input)),
      rule_(rule),
      filter_(rule.debounce),
      camera_(camera),
      slot_(slot),
      wake_(std::move(wake)) {}

InputLoop::~InputLoop() { stop(); }

void InputLoop::start() {
  thread_ = std::jthread([this] { run(); });
}

void InputLoop::stop() noexcept {
  stopping_.store(true, std::memory_order_release);  // partner: run()'s acquire
  wake_.set();
  input_->interrupt();
  if (thread_.joinable()) thread_.join();
}

void InputLoop::run() noexcept {
  slot_.enter(ThreadRole::kInput);
  std::array<InputEdge, kBatch> edges;
  while (!stopping_.load(std::memory_order_acquire)) {
    const InputRead read = input_->read(edges, rule_.action == InputAction::kArmDisarm ? kRestTurn : kTurn);
    slot_.entered.add();
    {
      RealtimeTurn turn;
      counters_.lost_in_kernel.add(read.dropped);
      for (std::size_t i = 0; i < read.count; ++i) take(edges[i]);
      if (const auto rest = filter_.rested(MonoClock::now()); rest && rule_.action == InputAction::kArmDisarm)
        act(*rest, MonoClock::now());
    }
    slot_.left.add();
    if (read.status == InputReadStatus::kLost) bring_back();
  }
}

void InputLoop::take(const InputEdge& edge) noexcept RT_NONBLOCKING {
  counters_.edges.add();
  if (filter_.acts(edge))
    act(edge.slope, edge.time);
  else
    counters_.bounces.add();
  last_edge_ns_.store(edge.time.time_since_epoch().count(), std::memory_order_relaxed);
}

void InputLoop::act(Slope slope, MonoTime time) noexcept RT_NONBLOCKING {
  switch (rule_.action) {
    case InputAction::kTrip:
      if (!camera_.fire_from_input(time, slot_.priority.load(std::memory_order_relaxed) > 0)) counters_.not_armed.add();
      return;
    case InputAction::kArm:
      return camera_.arm(true);
    case InputAction::kArmDisarm:
      return camera_.arm(slope == Slope::kRising);
  }
}

void InputLoop::bring_back() noexcept {
  lost_.store(true, std::memory_order_relaxed);
  for (std::size_t attempt = 0; !stopping_.load(std::memory_order_acquire); ++attempt) {
    const auto wait = limits::kRetryAfter[std::min(attempt, limits::kRetryAfter.size() - 1)];
    if (wake_.wait(-1, wait) == Wake::kInterrupted) return;
    if (input_->reopen()) break;
  }
  lost_.store(false, std::memory_order_relaxed);
}

}  // namespace tripline
