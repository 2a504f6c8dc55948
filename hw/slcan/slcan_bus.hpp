// A CAN bus behind a serial adapter that speaks slcan (LAWICEL).
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>

#include "hw/slcan/adapter_clock.hpp"
#include "hw/slcan/slcan_parser.hpp"
#include "hw/slcan/slcan_setup.hpp"
#include "rt/base/unique_fd.hpp"
#include "rt/base/wake_event.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

struct SlcanOptions {
  std::string name = "can0";
  std::string device;  ///< a tty; with `fd`, what messages call it
  int fd = -1;         ///< opened by somebody else, now the bus's own; -1: the device is opened here
  int kept_fd = -1;    ///< the device, opened by an earlier run: used the first time in place of opening it
  std::uint32_t baud = 115'200;
  SlcanSetup setup;
  std::function<void(int fd)> on_opened;  ///< told of each line that is opened; may be empty
};

/// Sends nothing after the setup but a question for the adapter's status each second, which one that does not know it
/// is asked only once. A descriptor of somebody else's is never asked.
class SlcanBus final : public CanBus {
 public:
  /// Errors: of open_serial_line(), adopt_serial_line() and set_up_adapter().
  static Result<std::unique_ptr<SlcanBus>> create(SlcanOptions options);
  ~SlcanBus() override;

  const CanBusInfo& info() const noexcept override { return info_; }
  /// Once lost, stays lost until reopen(), and waits out `wait` meanwhile.
  CanRead read(std::span<CanFrame> frames, nanoseconds wait) noexcept override;
  /// Of a passed descriptor: succeeds when its other end is back.
  Result<void> reopen() override;
  void interrupt() noexcept override { wake_.set(); }

 private:
  SlcanBus(SlcanOptions options, WakeEvent wake);
  Result<UniqueFd> open_line();
  void fill(CanRead& result) noexcept;
  void take_apart(std::span<CanFrame> frames, CanRead& result) noexcept;
  void take_line(SlcanLine line, std::span<CanFrame> frames, CanRead& result) noexcept;
  void put(std::span<CanFrame> frames, CanRead& result) noexcept;
  void lose(CanLoss loss, CanRead& result) noexcept;
  void ask_for_status(MonoTime now) noexcept;

  static constexpr std::size_t kChunk = 4096;  // of a tty, the kernel gives at most this at once

  SlcanOptions options_;
  CanBusInfo info_;
  WakeEvent wake_;
  UniqueFd line_;  ///< none while the bus is lost and the device is our own
  bool is_lost_ = true;
  SlcanParser parser_;
  AdapterClock clock_;
  std::array<std::uint8_t, kChunk> chunk_{};
  std::size_t next_ = 0;  ///< of chunk_, to be taken apart
  std::size_t end_ = 0;
  MonoTime chunk_time_{};
  MonoTime newest_{};  ///< of all frames so far
  bool is_asked_ = true;
  bool is_waited_for_ = false;  ///< the answer to the status question
  MonoTime ask_due_{};
};

}  // namespace tripline
