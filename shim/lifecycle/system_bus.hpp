// The system bus: sd-bus handles with an owner, and refusals in our words.
#pragma once

#include <systemd/sd-bus.h>

#include <memory>
#include <string_view>

#include "rt/base/result.hpp"

namespace tripline {

struct BusClose {
  void operator()(sd_bus* bus) const noexcept { ::sd_bus_flush_close_unref(bus); }
};
struct MessageUnref {
  void operator()(sd_bus_message* message) const noexcept { ::sd_bus_message_unref(message); }
};

/// Thread: one at a time.
using SystemBus = std::unique_ptr<sd_bus, BusClose>;
using BusMessage = std::unique_ptr<sd_bus_message, MessageUnref>;

/// An sd_bus_error with an owner.
struct BusError {
  sd_bus_error raw = SD_BUS_ERROR_NULL;

  BusError() = default;
  ~BusError() { ::sd_bus_error_free(&raw); }
  BusError(const BusError&) = delete;
  BusError& operator=(const BusError&) = delete;
};

/// Its calls wait for limits::kBusAnswer at most. Errors: kUnavailable.
Result<SystemBus> open_system_bus();

/// `what` failed with `result`, a negative errno. kNoPermission where polkit or the bus denied it, else kUnavailable.
Error refusal(std::string_view what, int result, const BusError& error);

}  // namespace tripline
