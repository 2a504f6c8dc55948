#include "hw/slcan/slcan_bus.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "hw/slcan/serial_line.hpp"
#include "rt/port/can_error.hpp"

namespace tripline {
namespace {

constexpr nanoseconds kAskEvery = std::chrono::seconds(1);

bool is_hung_up(int fd) {
  pollfd line{fd, POLLIN, 0};
  ::poll(&line, 1, 0);
  return (line.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

}  // namespace

Result<std::unique_ptr<SlcanBus>> SlcanBus::create(SlcanOptions options) {
  if (auto setup = check_slcan_setup(options.setup, options.device); !setup) return setup.error();
  auto wake = WakeEvent::create();
  if (!wake) return wake.error();
  std::unique_ptr<SlcanBus> bus(new SlcanBus(std::move(options), std::move(*wake)));
  if (auto opened = bus->reopen(); !opened) return opened.error();
  return bus;
}

SlcanBus::SlcanBus(SlcanOptions options, WakeEvent wake)
    : options_(std::move(options)),
      info_{options_.name, "slcan on " + options_.device, Provenance::kMeasured},
      wake_(std::move(wake)) {
  const auto& setup = options_.setup;
  if (setup.mode == SlcanMode::kAsItIs) return;
  info_.detail += ", " + std::to_string(setup.bitrate) + " bit/s";
  info_.detail += setup.mode == SlcanMode::kListenOnly ? ", listening only" : "";
}

/// The adapter is told to be quiet; one that was set up by somebody else is left alone.
SlcanBus::~SlcanBus() {
  if (!line_ || is_lost_ || options_.setup.mode == SlcanMode::kAsItIs) return;
  static_cast<void>(::write(line_.get(), "C\r", 2) == 2);
}

Result<UniqueFd> SlcanBus::open_line() {
  if (options_.fd >= 0) return adopt_serial_line(options_.fd, options_.device);
  if (const int kept = std::exchange(options_.kept_fd, -1); kept >= 0) {
    auto line = adopt_serial_line(kept, options_.device);
    if (line && !is_hung_up(line->get())) return line;
  }
  return open_serial_line(options_.device, options_.baud);
}

Result<void> SlcanBus::reopen() {
  if (!line_) {
    auto line = open_line();
    if (!line) return line.error();
    line_ = std::move(*line);
    if (options_.on_opened) options_.on_opened(line_.get());
  }
  // Of a passed line there is nothing to open anew, only somebody to wait for.
  if (options_.fd >= 0 && is_hung_up(line_.get()))
    return Error{ExitCode::kNoDevice, options_.device + ": its other end is closed; whoever passed it opens it again"};
  if (auto set_up = set_up_adapter(line_.get(), options_.device, options_.setup, wake_); !set_up) {
    if (options_.fd < 0) line_.reset();
    return set_up.error();
  }
  parser_.reset();
  clock_.reset();
  next_ = end_ = 0;
  is_asked_ = options_.setup.mode != SlcanMode::kAsItIs;
  is_waited_for_ = is_lost_ = false;
  return {};
}

CanRead SlcanBus::read(std::span<CanFrame> frames, nanoseconds wait) noexcept {
  CanRead result;
  if (is_lost_) {
    wake_.wait(-1, wait);
    return {.status = CanReadStatus::kLost, .loss = CanLoss::kUnplugged};
  }
  if (frames.empty()) return result;
  if (next_ == end_) {
    ask_for_status(MonoClock::now());
    wake_.wait(line_.get(), wait);
    fill(result);
  }
  take_apart(frames, result);
  return result;
}

void SlcanBus::fill(CanRead& result) noexcept {
  const ssize_t got = ::read(line_.get(), chunk_.data(), chunk_.size());
  chunk_time_ = MonoClock::now();
  next_ = 0;
  end_ = got > 0 ? static_cast<std::size_t>(got) : 0;
  if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR))) return;
  lose(CanLoss::kUnplugged, result);  // end of file, EIO, ENODEV: a hung-up tty
}

void SlcanBus::take_apart(std::span<CanFrame> frames, CanRead& result) noexcept {
  while (next_ < end_ && result.count < frames.size() && result.status == CanReadStatus::kOk)
    take_line(parser_.take(chunk_[next_++]), frames, result);
}

void SlcanBus::take_line(SlcanLine line, std::span<CanFrame> frames, CanRead& result) noexcept {
  switch (line) {
    case SlcanLine::kNothing:
      return;
    case SlcanLine::kLostFrames:
      ++result.dropped;  // nobody says how many
      [[fallthrough]];
    case SlcanLine::kBusState:
      is_waited_for_ = false;
      [[fallthrough]];
    case SlcanLine::kFrame:
      return put(frames, result);
    case SlcanLine::kRefused:
      if (std::exchange(is_waited_for_, false)) is_asked_ = false;
      return;
    case SlcanLine::kDone:
      return;
    case SlcanLine::kMalformed:
      ++result.malformed;
      return;
  }
}

void SlcanBus::put(std::span<CanFrame> frames, CanRead& result) noexcept {
  CanFrame& frame = frames[result.count++];
  frame = parser_.frame();
  const auto stamp = parser_.stamp_ms();
  const MonoTime time = stamp ? clock_.map(*stamp, chunk_time_) : chunk_time_;
  frame.time = newest_ = std::max(time, newest_);
  const bool is_bus_off = (frame.flags & kCanErrorFrame) != 0 && (frame.id & can_error::kBusOff) != 0;
  if (is_bus_off) lose(CanLoss::kBusOff, result);
}

void SlcanBus::lose(CanLoss loss, CanRead& result) noexcept {
  result.status = CanReadStatus::kLost;
  result.loss = loss;
  is_lost_ = true;
  if (options_.fd < 0) line_.reset();
}

void SlcanBus::ask_for_status(MonoTime now) noexcept {
  if (!is_asked_ || now < ask_due_) return;
  ask_due_ = now + kAskEvery;
  is_waited_for_ = ::write(line_.get(), "F\r", 2) == 2;
}

}  // namespace tripline
