// A real CAN bus through the kernel's SocketCAN.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hw/socketcan/can_receiver.hpp"
#include "rt/base/unique_fd.hpp"
#include "rt/base/wake_event.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

struct SocketCanOptions {
  std::string interface = "can0";
  int receive_buffer_bytes = 1 << 20;  ///< asked for; the kernel gives at most net.core.rmem_max
  std::vector<CanFilter> filters{};    ///< as CanSocketOptions has them
};

/// Listens only. The bit rate is the interface's and is set outside (systemd-networkd, ip link).
class SocketCan final : public CanBus {
 public:
  /// Errors: kNoDevice (no CAN in the kernel, no such interface, down, not CAN), kNoPermission, kBadConfig, kSystem.
  static Result<std::unique_ptr<SocketCan>> create(const SocketCanOptions& options);

  const CanBusInfo& info() const noexcept override { return info_; }
  /// Once lost, stays lost until reopen(), and waits out `wait` meanwhile.
  CanRead read(std::span<CanFrame> frames, nanoseconds wait) noexcept override;
  Result<void> reopen() override;
  void interrupt() noexcept override { wake_.set(); }

 private:
  SocketCan(const SocketCanOptions& options, WakeEvent wake);
  void look_for_carrier(CanRead& result) noexcept;

  SocketCanOptions options_;
  CanBusInfo info_;
  WakeEvent wake_;
  UniqueFd socket_;  ///< none while the bus is lost
  CanReceiver receiver_;
  MonoTime look_due_{};
};

}  // namespace tripline
