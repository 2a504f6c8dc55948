// The input line's twin: edges come when somebody pokes it, and by themselves at a period.
#pragma once

#include <memory>
#include <string>

#include "rt/base/unique_fd.hpp"
#include "rt/base/wake_event.hpp"
#include "rt/port/digital_in.hpp"

namespace tripline {

struct SimInputOptions {
  std::string name = "sim";
  EdgeChoice edges = EdgeChoice::kRising;
  nanoseconds every{0};  ///< from one pulse of the line to the next; 0: only when poked
};

class SimInput final : public DigitalIn {
 public:
  static constexpr nanoseconds kPulse = std::chrono::milliseconds(10);  ///< how long a pulse of the period lasts

  /// Errors: kSystem when the system has no more file descriptors.
  static Result<std::unique_ptr<SimInput>> create(const SimInputOptions& options);

  const DigitalInInfo& info() const noexcept override { return info_; }
  InputRead read(std::span<InputEdge> edges, nanoseconds wait) noexcept override;
  Result<void> reopen() override { return {}; }
  void interrupt() noexcept override { wake_.set(); }

  /// The line goes to that level; no edge when it is there already. Thread: one. RT-safe: yes (one write).
  void set(bool active) noexcept;

 private:
  SimInput(const SimInputOptions& options, UniqueFd poked, UniqueFd poke, WakeEvent wake);
  bool read_poke(InputEdge& edge) noexcept;
  bool make_own(InputEdge& edge) noexcept;

  const SimInputOptions options_;
  const DigitalInInfo info_;
  const UniqueFd poked_;  ///< a pipe of InputEdge
  const UniqueFd poke_;
  WakeEvent wake_;
  bool level_ = false;  ///< as poked
  bool own_level_ = false;
  MonoTime own_due_;   ///< when the line moves by itself
  MonoTime newest_{};  ///< edge told; a poke may be stamped just before one of the period and come after it
};

}  // namespace tripline
