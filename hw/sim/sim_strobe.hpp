// The twin of the strobe's lines: no lamp, but every edge with its time.
#pragma once

#include <memory>
#include <string>

#include "hw/sim/edge_log.hpp"
#include "hw/sim/shared_levels.hpp"
#include "rt/base/result.hpp"
#include "rt/port/digital_out.hpp"

namespace tripline {

struct SimStrobeOptions {
  std::string name = "sim";
  std::vector<std::string> lines = {"lamp"};  ///< their names
  std::string shared_file = {};               ///< where the levels are left for others to see; empty: nowhere
};

class SimStrobe final : public DigitalOut {
 public:
  /// Errors: kBadConfig for no or too many lines; those of SharedLevels.
  static Result<std::unique_ptr<SimStrobe>> create(const SimStrobeOptions& options);
  ~SimStrobe() override;

  const DigitalOutInfo& info() const noexcept override { return info_; }
  /// Records an edge when a level changes. Never refuses.
  [[nodiscard]] bool set(LineMask which, LineMask levels) noexcept RT_NONBLOCKING override;

  /// Lifetime: shared, so that the last edge, which the destructor makes, can still be read.
  std::shared_ptr<const EdgeLog> edges() const noexcept { return edges_; }

 private:
  SimStrobe(const SimStrobeOptions& options, std::unique_ptr<SharedLevels> shared);

  DigitalOutInfo info_;
  std::shared_ptr<EdgeLog> edges_;
  std::unique_ptr<SharedLevels> shared_;  // null: nowhere
  LineMask levels_ = 0;
};

}  // namespace tripline
