// A CAN bus that carries made-up frames at an even rate, into a buffer as small as a socket's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "rt/base/wake_event.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline::bench {

/// What all buses of one scene carry.
struct Traffic {
  std::size_t buses = 4;
  double frames_per_s = 8'000;  ///< of each bus
  std::uint8_t bytes = 64;      ///< of each frame; 16-bit signals fill it
  std::uint64_t frames_of(double seconds) const noexcept { return static_cast<std::uint64_t>(frames_per_s * seconds); }
};

/// A DBC of eight messages whose frames the buses carry.
std::string dbc_text(const Traffic& traffic);

/// Frames to send again and again, without a time.
std::vector<CanFrame> frames_of(const Traffic& traffic);

/// Frames that nobody has read when kBacklog others wait are lost and counted: a socket of 1 MiB holds about as many
/// (each costs 768 bytes in the kernel). Ends after `total` frames.
class PacedBus final : public CanBus {
 public:
  static constexpr std::uint64_t kBacklog = 1'365;

  static Result<std::unique_ptr<PacedBus>> create(std::string name, const Traffic& traffic, std::uint64_t total);

  const CanBusInfo& info() const noexcept override { return info_; }
  CanRead read(std::span<CanFrame> frames, nanoseconds wait) noexcept override;
  Result<void> reopen() override { return {}; }
  void interrupt() noexcept override { wake_.set(); }

 private:
  PacedBus(std::string name, const Traffic& traffic, std::uint64_t total, WakeEvent wake);
  MonoTime due(std::uint64_t frame) const noexcept;
  std::uint64_t due_count(MonoTime now) const noexcept;

  CanBusInfo info_;
  std::vector<CanFrame> frames_;
  std::uint64_t total_;
  double period_ns_;
  WakeEvent wake_;
  MonoTime start_{};  ///< zero before the first read()
  std::uint64_t next_ = 0;
};

}  // namespace tripline::bench
