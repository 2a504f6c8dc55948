// The signal profile in the core's own words, as it is configured; nothing in it is checked yet.
#pragma once

#include <string>
#include <vector>

#include "rt/base/time.hpp"

namespace tripline {

/// How one decoded signal is told. See SignalRule in schemas/config.fbs.
struct SignalRule {
  std::string signal;  ///< its name, or Message.Signal
  std::string name;    ///< empty: its own
  std::string unit;    ///< empty: its own
  bool is_inverted = false;
  double scale = 1;
  double bias = 0;
  std::vector<double> clamp;      ///< lowest, highest; or nothing
  nanoseconds low_pass{0};        ///< time constant; 0: none
  nanoseconds told_every_min{0};  ///< least time between two values that are told
  bool changed_only = false;
};

/// A table that expressions call by its name.
struct TableRule {
  std::string name;
  std::vector<double> x;
  std::vector<double> y;
  bool is_stepped = false;
};

/// A signal that is computed from others.
struct DerivedRule {
  std::string name;
  std::string expression;
  std::string unit;
  std::vector<double> range;  ///< lowest, highest; or nothing
  nanoseconds told_every_min{0};
  bool changed_only = false;
  std::string comment;
};

struct ProfileRules {
  std::vector<SignalRule> rules;
  std::vector<DerivedRule> derived;
  std::vector<TableRule> tables;
};

}  // namespace tripline
