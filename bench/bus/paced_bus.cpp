#include "bench/bus/paced_bus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

namespace tripline::bench {
namespace {

constexpr std::uint32_t kFirstId = 0x100;
constexpr std::uint32_t kMessages = 8;
constexpr std::size_t kFrames = 1'024;

}  // namespace

std::string dbc_text(const Traffic& traffic) {
  std::string text;
  for (std::uint32_t message = 0; message < kMessages; ++message) {
    text += fmt::format("BO_ {} M{}: {} X\n", kFirstId + message, message, traffic.bytes);
    for (std::uint32_t bit = 0; bit < traffic.bytes * 8U; bit += 16)
      text += fmt::format(" SG_ S{}_{} : {}|16@1- (0.01,-5) [0|0] \"\" X\n", message, bit, bit);
  }
  return text;
}

std::vector<CanFrame> frames_of(const Traffic& traffic) {
  std::minstd_rand random(1);
  std::vector<CanFrame> frames(kFrames);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    CanFrame& frame = frames[i];
    frame.id = kFirstId + static_cast<std::uint32_t>(i % kMessages);
    frame.flags = kCanFd | kCanBitRateSwitch;
    frame.length = traffic.bytes;
    for (std::size_t byte = 0; byte < frame.length; ++byte) frame.data[byte] = static_cast<std::uint8_t>(random());
  }
  return frames;
}

Result<std::unique_ptr<PacedBus>> PacedBus::create(std::string name, const Traffic& traffic, std::uint64_t total) {
  auto wake = WakeEvent::create();
  if (!wake) return wake.error();
  return std::unique_ptr<PacedBus>(new PacedBus(std::move(name), traffic, total, std::move(*wake)));
}

PacedBus::PacedBus(std::string name, const Traffic& traffic, std::uint64_t total, WakeEvent wake)
    : info_{std::move(name), "made up", Provenance::kSimulated},
      frames_(frames_of(traffic)),
      total_(total),
      period_ns_(1e9 / traffic.frames_per_s),
      wake_(std::move(wake)) {}

MonoTime PacedBus::due(std::uint64_t frame) const noexcept {
  return start_ + nanoseconds(static_cast<std::int64_t>(period_ns_ * static_cast<double>(frame)));
}

std::uint64_t PacedBus::due_count(MonoTime now) const noexcept {
  return std::min(total_, static_cast<std::uint64_t>(static_cast<double>((now - start_).count()) / period_ns_) + 1);
}

CanRead PacedBus::read(std::span<CanFrame> frames, nanoseconds wait) noexcept {
  MonoTime now = MonoClock::now();
  if (start_ == MonoTime{}) start_ = now;
  if (next_ == total_) return {.status = CanReadStatus::kEnded};
  if (due(next_) > now) {
    wake_.wait(-1, std::min(wait, due(next_) - now));
    now = MonoClock::now();
  }
  CanRead result;
  const std::uint64_t there = due_count(now);
  if (there > next_ + kBacklog) {
    result.dropped = there - next_ - kBacklog;
    next_ += result.dropped;
  }
  while (next_ < there && result.count < frames.size()) {
    CanFrame& frame = frames[result.count++];
    frame = frames_[next_ % frames_.size()];
    frame.time = due(next_++);
  }
  return result;
}

}  // namespace tripline::bench
