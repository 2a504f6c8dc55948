// The list of golden messages.
#include "tests/schemas/golden_event.hpp"

#include "tests/schemas/golden_parts.hpp"

namespace tripline::golden {

std::vector<GoldenEvent> golden_events() {
  return {golden_status(), golden_config_in_force(), golden_catalog(),      golden_shot(),
          golden_frame(),  golden_can_raw(),         golden_can_signals(),  golden_alert(),
          golden_log(),    golden_control_request(), golden_control_reply()};
}

}  // namespace tripline::golden
