// Which messages of a bus became invalid or well again: told promptly, but a message that flickers does not flood.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "rt/base/time.hpp"
#include "rt/core/can/bus_truth.hpp"

namespace tripline {

/// Thread: one. RT-safe: no (allocates).
class FaultNews {
 public:
  static constexpr nanoseconds kBetween = std::chrono::seconds(2);   ///< two pieces of news of one kind
  static constexpr nanoseconds kFlicker = std::chrono::seconds(10);  ///< two changes of one message

  struct Change {
    std::uint32_t message = 0;
    MessageState state = MessageState::kOk;  ///< kOk: well again
  };
  struct News {
    std::vector<Change> invalid;
    std::vector<Change> valid;
  };

  explicit FaultNews(std::size_t messages) : told_(messages) {}

  /// What has changed since it was last told.
  News look(MonoTime now, const BusReport& report);
  /// The bus is dead: of its messages nothing is known, so nothing is told until it is back.
  void clear();

 private:
  struct Told {
    MessageState state = MessageState::kOk;
    MonoTime quiet_until{};
    bool is_listed = false;  ///< in the report at hand
  };

  std::vector<Change> take(MonoTime now, MonoTime& due, std::vector<Change> changes);

  std::vector<Told> told_;  ///< per message
  MonoTime invalid_due_{};
  MonoTime valid_due_{};
};

}  // namespace tripline
