// What tools call messages and signals: from a plan of DBC files, or from the catalogue of the running core.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "rt/base/ids.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "schemas/catalog_generated.h"

namespace tripline {

struct SignalName {
  std::string name;     ///< as the DBC has it
  std::string message;  ///< that it is part of; empty: it is derived from others
  std::string unit;
  CanId id;         ///< of that message
  std::string bus;  ///< that it is read from; empty: any
};

struct SignalNames {
  std::vector<SignalName> signals;                          ///< by index of the plan or the catalogue
  std::unordered_map<std::uint32_t, std::string> messages;  ///< by CanId::key()
};

SignalNames names_of(const DecodePlan& plan);
SignalNames names_of(const wire::Catalog& catalog);

}  // namespace tripline
