// Finds signals by the names that people write, and says what they may have meant.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/core/can/decode_plan.hpp"

namespace tripline {

/// Of a plan's signals: by their unique names, by Message.Signal, and by the DBC's name where only one message has it.
/// Thread: one.
class SignalNames {
 public:
  /// `plan` must outlive it.
  explicit SignalNames(const DecodePlan& plan);

  /// Errors: kBadConfig for a name that is unknown, with the nearest one, or that several messages have, with them.
  Result<std::uint32_t> find(const std::string& wanted) const;
  /// find(), but of Message.Signal alone; nothing where that is not one signal.
  std::optional<std::uint32_t> find_full(const std::string& wanted) const;
  const DecodePlan& plan() const noexcept { return plan_; }

 private:
  void add(const std::string& name, std::uint32_t signal);

  const DecodePlan& plan_;
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> signals_;
};

/// The names that signals are told by: each once. Thread: one.
class ToldNames {
 public:
  /// Errors: kBadConfig when another one has it; `whose` says which this one is, e.g. `Engine.Speed`.
  Result<void> add(const std::string& name, std::uint32_t signal, const std::string& whose);
  std::optional<std::uint32_t> find(const std::string& name) const;
  /// `; did you mean 'X'?`, or nothing.
  std::string suggestion(const std::string& wanted) const;

 private:
  struct Owner {
    std::uint32_t signal = 0;
    std::string whose;
  };
  std::map<std::string, Owner, std::less<>> owners_;
};

}  // namespace tripline
