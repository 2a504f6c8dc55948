#include "hw/replay/replay_can_bus.hpp"

#include <algorithm>
#include <utility>

#include "hw/replay/can_log.hpp"
#include "rt/base/limits.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr nanoseconds kLoneFrameGap = 10ms;  // between passes of a log whose frames all have one time

}  // namespace

Result<std::unique_ptr<ReplayCanBus>> ReplayCanBus::create(ReplayCanBusOptions options) {
  Result<WakeEvent> wake = WakeEvent::create();
  if (!wake) return wake.error();
  if (!options.epoch) options.epoch = std::make_shared<ReplayEpoch>();
  std::unique_ptr<ReplayCanBus> bus(new ReplayCanBus(std::move(options), *std::move(wake)));
  if (auto loaded = bus->load(); !loaded) return loaded.error();
  return bus;
}

ReplayCanBus::ReplayCanBus(ReplayCanBusOptions options, WakeEvent wake)
    : options_(std::move(options)), wake_(std::move(wake)) {}

Result<void> ReplayCanBus::load() {
  Result<CanLog> log = CanLog::open(options_.log);
  if (!log) return log.error();
  LoggedFrame line;
  nanoseconds first{0};
  while (true) {
    const Result<bool> more = log->next(line);
    if (!more) return more.error();
    if (!*more) break;
    if (!options_.channel.empty() && line.bus != options_.channel) continue;
    if (records_.empty()) first = line.time;
    if (auto added = add(line, first); !added) return added;
  }
  return finish(*log);
}

Result<void> ReplayCanBus::add(const LoggedFrame& line, nanoseconds first) {
  const nanoseconds before = records_.empty() ? nanoseconds(0) : records_.back().at;
  const auto payload = line.frame.data.begin();
  const std::uint8_t stored = (line.frame.flags & kCanRemote) != 0 ? std::uint8_t{0} : line.frame.length;
  records_.push_back(
      {std::max(before, line.time - first), data_.size(), line.frame.id, line.frame.flags, line.frame.length});
  data_.insert(data_.end(), payload, payload + stored);
  if (records_.size() * sizeof(Record) + data_.size() <= limits::kReplayBytes) return {};
  return Error{ExitCode::kBadData, options_.log + ": needs more than " + std::to_string(limits::kReplayBytes) +
                                       " bytes of memory, the limit of a replay; cut the log"};
}

Result<void> ReplayCanBus::finish(const CanLog& log) {
  const std::string of_channel = options_.channel.empty() ? "" : " of channel " + options_.channel;
  if (records_.empty()) return Error{ExitCode::kBadData, options_.log + ": has no frames" + of_channel};
  if (log.clock() == LogClock::kNone && options_.speed == ReplaySpeed::kReal)
    return Error{ExitCode::kBadData, options_.log +
                                         ": has no times to replay it by; record it with candump -t a, or "
                                         "replay it as fast as possible (speed max)"};
  const nanoseconds span = records_.back().at;
  const auto gaps = static_cast<std::int64_t>(records_.size()) - 1;
  pass_ = span + (span.count() > 0 ? std::max<nanoseconds>(span / gaps, 1us) : kLoneFrameGap);
  info_ = {.name = options_.name,
           .detail = "replay of " + std::to_string(records_.size()) + " frames" + of_channel + " from " + options_.log,
           .provenance = Provenance::kReplayed};
  if (log.passed_over() > 0)
    info_.detail += "; " + std::to_string(log.passed_over()) + " entries that are no frames passed over";
  return {};
}

CanRead ReplayCanBus::read(std::span<CanFrame> frames, nanoseconds wait) noexcept {
  MonoTime now = MonoClock::now();
  if (!std::exchange(has_begun_, true)) begin_ = options_.epoch->begin(now);
  if (frames.empty()) return {};
  const MonoTime deadline = now + std::min<nanoseconds>(wait, 24h);
  while (true) {
    if (const std::size_t count = take(frames, now); count > 0) return {.count = count};
    if (is_at_end()) return {.status = CanReadStatus::kEnded};
    if (now >= deadline) return {};
    if (wake_.wait(-1, std::min(due(), deadline) - now) == Wake::kInterrupted) return {};
    now = MonoClock::now();
  }
}

// What is due at `now`, or as much as there is room for.
std::size_t ReplayCanBus::take(std::span<CanFrame> frames, MonoTime now) noexcept {
  std::size_t count = 0;
  while (count < frames.size()) {
    if (is_at_end() && options_.loop) {
      next_ = 0;
      begin_ += pass_;
    }
    if (is_at_end() || (options_.speed == ReplaySpeed::kReal && due() > now)) break;
    const Record& record = records_[next_];
    CanFrame& frame = frames[count++];
    frame = {.time = due(), .id = record.id, .flags = record.flags, .length = record.length, .data = {}};
    const std::size_t bytes = (record.flags & kCanRemote) != 0 ? 0 : record.length;
    std::copy_n(data_.begin() + static_cast<std::ptrdiff_t>(record.data), bytes, frame.data.begin());
    ++next_;
  }
  return count;
}

}  // namespace tripline
