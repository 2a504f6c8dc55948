// TopicSet: some of the topics of kTopics; and the message by which a page chooses them.
#pragma once

#include <bitset>
#include <string_view>

#include "rt/base/result.hpp"
#include "rt/ipc/topic.hpp"

namespace tripline {

/// Bit n is kTopics[n].
using TopicSet = std::bitset<kTopics.size()>;

/// The topics in `{"subscribe":["status",…]}`. Errors: kBadData with what is wrong, for the close frame.
Result<TopicSet> parse_subscription(std::string_view text);

}  // namespace tripline
