// What people are told about each signal: the DBC's words, changed by the profile.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "rt/core/can/decode_plan.hpp"
#include "rt/core/signals/signal_profile.hpp"
#include "rt/port/camera.hpp"

namespace tripline {

/// A signal's place in the catalogue is its index.
struct CatalogSignal {
  std::string name;
  std::string dbc_name;  ///< empty: it is derived
  std::string message;   ///< empty: it is derived
  CanId id{0};
  std::string unit;
  double minimum = 0;  ///< this and `maximum` 0: none declared
  double maximum = 0;
  std::vector<DbcChoice> choices;
  Provenance provenance = Provenance::kDerived;
  nanoseconds timeout{0};
  std::string comment;
  std::string expression;  ///< empty: it is decoded
};

struct SignalCatalog {
  std::uint32_t revision = 0;
  std::vector<CatalogSignal> signals;
};

/// What the catalogue cannot know by itself.
struct CatalogFacts {
  std::uint32_t revision = 1;
  Provenance decoded = Provenance::kMeasured;                   ///< of the signals that are decoded
  std::function<nanoseconds(std::uint32_t signal)> timeout_of;  ///< of one that is decoded
};

SignalCatalog make_catalog(const DecodePlan& plan, const SignalProfile& profile, const CatalogFacts& facts);

}  // namespace tripline
