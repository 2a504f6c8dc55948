// The reference of bench/can: straight-line C++ made for one DBC, compiled and loaded while the bench runs.
#pragma once

#include <memory>
#include <string>

#include "rt/base/result.hpp"
#include "rt/core/can/dbc_file.hpp"
#include "rt/port/can_bus.hpp"

namespace tripline::bench {

/// Every shift, mask and factor is a constant of the code; a 2,048-entry table and a switch find the message. Signals
/// to doubles in the order of the DBC, and the same bits as DecodePlan gives.
class GeneratedDecoder {
 public:
  /// Errors: kSystem with what the compiler or loader says. RT-safe: no.
  static Result<GeneratedDecoder> make(const DbcFile& file);

  /// Writes the frame's values to `out`; returns how many.
  std::uint32_t decode(const CanFrame& frame, double* out) const {
    return run_(frame.can_id().key(), frame.data.data(), frame.length, out);
  }

 private:
  using Run = std::uint32_t (*)(std::uint32_t, const std::uint8_t*, std::uint32_t, double*);
  GeneratedDecoder(std::shared_ptr<void> library, Run run) : library_(std::move(library)), run_(run) {}
  std::shared_ptr<void> library_;
  Run run_;
};

/// The source that make() compiles.
std::string generated_source(const DbcFile& file);

}  // namespace tripline::bench
