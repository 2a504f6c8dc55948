// Alerts about buses: dead and back, each once; messages invalid and well again.
#pragma once

#include <vector>

#include "rt/loops/core_parts.hpp"
#include "rt/loops/fault_news.hpp"

namespace tripline {

/// Why a bus was lost, for a person.
const char* loss_text(CanLoss loss) noexcept;

/// Thread: the publisher's, the one reader of the buses' reports.
class BusAlerts {
 public:
  explicit BusAlerts(const CoreParts& parts);

  /// Tells what has changed since the last look.
  void look(CoreParts& parts);

 private:
  struct Watched {
    BusState state = BusState::kStarting;
    FaultNews news;
    MonoTime look_due{};
  };
  void tell_state(NoticeQueue& notices, CanLoop& bus, Watched& watched);
  void tell_faults(NoticeQueue& notices, CanLoop& bus, const DecodePlan& plan, Watched& watched);

  std::vector<Watched> watched_;  ///< as CoreParts::buses
};

}  // namespace tripline
