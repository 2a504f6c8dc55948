// Subscription: what a page wants to be told, and how often; and the message by which it says so.
#pragma once

#include <array>
#include <string_view>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "shim/api/topic_set.hpp"

namespace tripline {

struct Subscription {
  TopicSet topics{};
  /// At least this long from one event of a topic to the next; zero: every event. Of those in between the newest comes
  /// when the time is over, the others never.
  std::array<nanoseconds, kTopics.size()> apart{};
};

/// True for the topics that may be thinned: they stream, or a newer event replaces the one before. Of shots, alerts and
/// log lines each counts.
bool can_be_thinned(const Topic& topic) noexcept;

/// `{"subscribe":["status","can_signals",…],"max_hz":{"can_signals":5}}`; `max_hz` may be missing.
/// Errors: kBadData with what is wrong, for the close frame.
Result<Subscription> parse_subscription(std::string_view text);

}  // namespace tripline
