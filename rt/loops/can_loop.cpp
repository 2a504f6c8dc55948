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
// After a batch that was not full the thread rests this long, so that a busy bus wakes it once a millisecond and not
// with every frame: at 4 x 8,000 frames/s that is most of what the bus costs (see bench/bus). Frames have their stamps,
// the publisher comes every 5 ms, and a socket's buffer holds 65 ms of the busiest bus.
constexpr auto kGather = 1ms;

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
      truth_(plan, options),
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
      note_read(read);
      take_batch({batch_.data(), read.count});
      look(MonoClock::now());
    }
    slot_.left.add();
    go_on(read);
  }
}

void CanLoop::note_read(const CanRead& read) noexcept RT_NONBLOCKING {
  counters_.lost_in_kernel.add(read.dropped);
  counters_.malformed.add(read.malformed);
}

void CanLoop::go_on(const CanRead& read) noexcept {
  if (read.status == CanReadStatus::kEnded) state_.store(BusState::kEnded, std::memory_order_relaxed);
  if (read.status == CanReadStatus::kOk && state() == BusState::kStarting)
    state_.store(BusState::kOk, std::memory_order_relaxed);
  const bool more_is_there = read.count == kBatch;
  if (read.count > 0 && !more_is_there && !may_wait_) wake_.wait(-1, kGather);
  if (read.status != CanReadStatus::kLost) return;
  loss_.store(read.loss, std::memory_order_relaxed);
  bring_back();
}

void CanLoop::take_batch(std::span<const CanFrame> batch) noexcept RT_NONBLOCKING {
  for (const CanFrame& frame : batch) {
    const DecodedFrame decoded = truth_.on_frame(frame);
    for (std::uint32_t i = 0; i < decoded.count; ++i)
      hand_over(samples_, SignalSample{decoded.signal[i], false, frame.time, decoded.value[i]}, counters_.lost_samples);
    hand_over(frames_, frame, counters_.lost_frames);
  }
  note_counts();
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

/// Counts of the pure part, where other threads may read them.
void CanLoop::note_counts() noexcept RT_NONBLOCKING {
  const CanCounters& now = truth_.signals().counters();
  counters_.in.add(now.in - counted_.in);
  counters_.decoded.add(now.decoded - counted_.decoded);
  counters_.unknown.add(now.unknown - counted_.unknown);
  counters_.errors.add(now.errors - counted_.errors);
  counted_ = now;
  const MessageFaultCounts& faults = truth_.signals().messages().counts();
  counters_.wrong_counter.add(faults.counter - faulted_.counter);
  counters_.wrong_checksum.add(faults.checksum - faulted_.checksum);
  counters_.timeouts.add(faults.timeout - faulted_.timeout);
  faulted_ = faults;
}

/// What became stale goes to the publisher; now and then a picture of the whole bus does.
void CanLoop::look(MonoTime now) noexcept RT_NONBLOCKING {
  const auto count = truth_.step(now, stale_);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& last = truth_.signals().state(stale_[i]);
    hand_over(samples_, SignalSample{stale_[i], true, last.time, last.value}, counters_.lost_samples);
  }
  if (now < report_due_) return;
  report_due_ = now + kReportEvery;
  truth_.report(now, next_report_);
  report_.write(next_report_);
}

/// Old values are void after an outage: every signal that had one is told to be stale, then forgotten.
void CanLoop::void_values() noexcept RT_NONBLOCKING {
  const SignalTable& signals = truth_.signals();
  for (std::uint32_t i = 0; i < signals.plan().signals().size(); ++i)
    if (const auto& last = signals.state(i); last.has_value && !last.is_told)
      hand_over(samples_, SignalSample{i, true, last.time, last.value}, counters_.lost_samples);
  truth_.clear();
  truth_.report(MonoClock::now(), next_report_);
  report_.write(next_report_);
}

void CanLoop::bring_back() noexcept {
  state_.store(BusState::kLost, std::memory_order_relaxed);
  counters_.losses.add();
  void_values();
  for (std::size_t attempt = 0; !stopping_.load(std::memory_order_acquire); ++attempt) {
    const auto wait = limits::kRetryAfter[std::min(attempt, limits::kRetryAfter.size() - 1)];
    if (wake_.wait(-1, wait) == Wake::kInterrupted) return;
    if (try_again()) return state_.store(BusState::kOk, std::memory_order_relaxed);
  }
}

/// A device that opens and is lost again at its first read is not back: a loose plug would otherwise be told each time.
bool CanLoop::try_again() noexcept {
  if (!bus_->reopen()) return false;
  const CanRead read = bus_->read(batch_, limits::kCanBatch);
  if (read.status == CanReadStatus::kLost) return false;
  note_read(read);
  take_batch({batch_.data(), read.count});
  return true;
}

}  // namespace tripline
