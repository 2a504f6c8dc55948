// A CAN bus in the core's own words: frames come in batches, each with its arrival on the one clock.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "rt/base/ids.hpp"
#include "rt/base/realtime.hpp"
#include "rt/base/result.hpp"
#include "rt/base/time.hpp"

namespace tripline {

/// Bits of CanFrame::flags; same values as schemas/can_raw.fbs.
enum CanFlag : std::uint8_t {
  kCanExtended = 1,
  kCanRemote = 2,
  kCanFd = 4,
  kCanBitRateSwitch = 8,
  kCanErrorStateIndicator = 16,
  kCanErrorFrame = 32,
};

struct CanFrame {
  MonoTime time;                        ///< arrival, kernel or hardware timestamp where there is one
  std::uint32_t id = 0;                 ///< 11 or 29 bits, without flag bits
  std::uint8_t flags = 0;               ///< CanFlag
  std::uint8_t length = 0;              ///< payload bytes, 0..64
  std::array<std::uint8_t, 64> data{};  ///< bytes beyond `length` are 0

  constexpr CanId can_id() const noexcept { return CanId(id, (flags & kCanExtended) != 0); }
};

enum class CanReadStatus : std::uint8_t {
  kOk,     ///< `count` frames, possibly 0 after the wait
  kLost,   ///< the bus is gone (unplugged, down, bus-off); reopen
  kEnded,  ///< a log came to its end
};

/// Why a bus is lost.
enum class CanLoss : std::uint8_t { kUnknown, kUnplugged, kDown, kNoCarrier, kBusOff };

struct CanRead {
  CanReadStatus status = CanReadStatus::kOk;
  std::size_t count = 0;
  std::uint64_t dropped = 0;         ///< frames the kernel or device lost since the last read
  std::uint64_t malformed = 0;       ///< messages of the device that were none, since the last read
  CanLoss loss = CanLoss::kUnknown;  ///< with kLost
};

/// Frames to let pass: those whose id equals this one in all bits of the mask.
struct CanFilter {
  CanId id;
  std::uint32_t mask = 0;
  bool operator==(const CanFilter&) const = default;
};

struct CanBusInfo {
  std::string name;    ///< interface, or the bus's name in the configuration
  std::string detail;  ///< driver, bit rate, log file, one line
  Provenance provenance = Provenance::kMeasured;
};

class CanBus {
 public:
  virtual ~CanBus() = default;
  virtual const CanBusInfo& info() const noexcept = 0;
  /// Waits at most `wait` for frames and fills the front of `frames` in order of arrival.
  /// Thread: the bus's own. RT-safe: blocks only in its own wait; no heap, no lock.
  virtual CanRead read(std::span<CanFrame> frames, nanoseconds wait) noexcept = 0;
  /// Tries to bring a lost bus back. Thread: as read(). Errors: kNoDevice and the reason. RT-safe: no (opens devices).
  virtual Result<void> reopen() = 0;
  /// Makes a read() that waits on another thread return at once, from now on. Thread: any.
  virtual void interrupt() noexcept = 0;
};

}  // namespace tripline
