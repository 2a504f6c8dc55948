// The CAN bus's twin: a car on its laps, sending what demo_car.dbc describes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "hw/sim/car_model.hpp"
#include "rt/base/wake_event.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline {

struct SimCarOptions {
  std::string name = "can0";
  std::uint64_t seed = 1;
};

/// About 490 frames a second from the first read() on. A reader that stays away longer than a second loses the frames
/// in between, as with the bounded buffer of a real interface.
class SimCar final : public CanBus {
 public:
  /// Errors: kSystem when there is no file descriptor left.
  static Result<std::unique_ptr<SimCar>> create(const SimCarOptions& options);

  const CanBusInfo& info() const noexcept override { return info_; }
  CanRead read(std::span<CanFrame> frames, nanoseconds wait) noexcept override;
  /// The drive goes on where it is; never fails.
  Result<void> reopen() override { return {}; }
  void interrupt() noexcept override { wake_.set(); }

 private:
  SimCar(const SimCarOptions& options, WakeEvent wake);

  CanBusInfo info_;
  CarModel model_;
  WakeEvent wake_;
  MonoTime start_{};  ///< of the drive; zero before the first read()
};

}  // namespace tripline
