#include "rt/loops/can_loop.hpp"

#include <algorithm>

#include "rt/base/limits.hpp"
#include "rt/exec/realtime_turn.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kBatch = 64;  // frames of one read
constexpr std::size_t kFrameRing =
    8'192;  // one second of an FD bus of 8-byte frames is 20,408; the publisher comes every 5 ms
constexpr std::size_t kSampleRing = 65'536;
constexpr auto kRoomWait = 1ms;

}  // namespace

Result<std::unique_ptr<CanLoop>> CanLoop::create(std::unique_ptr<CanBus> bus, const DecodePlan& plan,
                                                 const SignalTableOptions& options, int instance, ThreadSlots& slots) {
  auto wake = WakeEvent::create();
  if (!wake) return wake.error();
  return std::unique_ptr<CanLoop>(new CanLoop(std::move(bus), plan, options, instance, slots.add(), std::move(*wake)));
}

CanLoop::CanLoop(std::unique_ptr<CanBus> bus, const DecodePlan& plan, const SignalTableOptions& options, int instance,
                 ThreadSlot& slot, WakeEvent wake)
    : bus_(std::move(bus)),
      may_wait_(bus_->info().provenance == Provenance::kReplayed),
      table_(plan, options),
      instance_(instance),
      slot_(slot),
      wake_(std::move(wake)),
      batch_(kBatch),
      stale_(std::max<std::size_t>(plan.signals().size(), 1)),
      frames_(kFrameRing),
      samples_(kSampleRing) {}

CanLoop::~CanLoop() { stop(); }

void CanLoop::start() {
  thread_ = std::jthread([this] { run(); });
}

void CanLoop::stop() noexcept {
  stopping_.store(true, std::memory_order_release);  // partner: run()'s acquire
  wake_.set();
  bus_->interrupt();
  if (thread_.joinable()) thread_.join();
}

void CanLoop::run() noexcept {
  slot_.enter(ThreadRole::kCan, -1, instance_);
  while (!stopping_.load(std::memory_order_acquire)) {
    CanRead read;
    if (state() == BusState::kEnded)
      wake_.wait(-1, limits::kCanBatch);
    else
      read = bus_->read(batch_, limits::kCanBatch);
    slot_.entered.add();
    {
      RealtimeTurn turn;
      counters_.lost_in_kernel.add(read.dropped);
      take_batch({batch_.data(), read.count});
      mark_stale();
    }
    slot_.left.add();
    if (read.status == CanReadStatus::kEnded) state_.store(BusState::kEnded, std::memory_order_relaxed);
    if (read.status == CanReadStatus::kLost) bring_back();
    if (read.status == CanReadStatus::kOk && state() == BusState::kStarting)
      state_.store(BusState::kOk, std::memory_order_relaxed);
  }
}

void CanLoop::take_batch(std::span<const CanFrame> batch) noexcept RT_NONBLOCKING {
  const CanCounters before = table_.counters();
  for (const CanFrame& frame : batch) {
    const DecodedFrame decoded = table_.on_frame(frame);
    for (std::uint32_t i = 0; i < decoded.count; ++i)
      hand_over(samples_, SignalSample{decoded.signal[i], false, frame.time, decoded.value[i]}, counters_.lost_samples);
    hand_over(frames_, frame, counters_.lost_frames);
  }
  note_counts(before);
  if (batch.empty()) return;
  last_frame_ns_.store(batch.back().time.time_since_epoch().count(), std::memory_order_relaxed);
  latency_->record(MonoClock::now() - batch.front().time);
}

template <typename Item>
void CanLoop::hand_over(SpscRing<Item>& ring, const Item& item, EventCounter& lost) noexcept {
  while (!ring.try_push(item)) {
    if (!may_wait_ || stopping_.load(std::memory_order_relaxed)) return lost.add();
    wake_.wait(-1, kRoomWait);
  }
}

void CanLoop::note_counts(const CanCounters& before) noexcept RT_NONBLOCKING {
  const CanCounters& now = table_.counters();
  counters_.in.add(now.in - before.in);
  counters_.decoded.add(now.decoded - before.decoded);
  counters_.unknown.add(now.unknown - before.unknown);
  counters_.errors.add(now.errors - before.errors);
}

void CanLoop::mark_stale() noexcept RT_NONBLOCKING {
  const auto count = table_.step(MonoClock::now(), stale_);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& last = table_.state(stale_[i]);
    hand_over(samples_, SignalSample{stale_[i], true, last.time, last.value}, counters_.lost_samples);
  }
}

/// Old values are void after an outage: every signal that had one is told to be stale, then forgotten.
void CanLoop::bring_back() noexcept {
  state_.store(BusState::kLost, std::memory_order_relaxed);
  for (std::uint32_t i = 0; i < table_.plan().signals().size(); ++i)
    if (const auto& last = table_.state(i); last.has_value && !last.is_stale)
      hand_over(samples_, SignalSample{i, true, last.time, last.value}, counters_.lost_samples);
  table_.clear();
  for (std::size_t attempt = 0; !stopping_.load(std::memory_order_acquire); ++attempt) {
    const auto wait = limits::kRetryAfter[std::min(attempt, limits::kRetryAfter.size() - 1)];
    if (wake_.wait(-1, wait) == Wake::kInterrupted) return;
    if (bus_->reopen()) break;
  }
  state_.store(BusState::kOk, std::memory_order_relaxed);
}

}  // namespace tripline
