// CoreControl: what starts and stops the core of this rig: systemd, the supervisor, or nobody.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "shim/lifecycle/unit_state.hpp"
#include "shim/lifecycle/verb.hpp"

namespace tripline {

/// How far a request got.
enum class Outcome : std::uint8_t {
  kDone,     ///< the core is where it was asked to be
  kPending,  ///< on its way; the state will tell
};

/// Thread: any, one at a time for state() and one at a time for ask().
class CoreControl {
 public:
  virtual ~CoreControl() = default;

  /// `systemd`, `supervisor` or `none`.
  virtual std::string_view name() const noexcept = 0;
  /// What it knows of the core's process; nothing when it knows of none. May wait for limits::kBusAnswer.
  virtual std::optional<UnitState> state() = 0;
  /// Asks, and waits for the end until `until` at most. Errors: kNoPermission; kUnavailable: nobody is there to be
  /// asked; kSystem: it was tried and failed, and state() says why.
  virtual Result<Outcome> ask(Verb verb, MonoTime until) = 0;
};

}  // namespace tripline
