// TopicSet: some of the topics of kTopics.
#pragma once

#include <bitset>

#include "rt/ipc/topic.hpp"

namespace tripline {

/// Bit n is kTopics[n].
using TopicSet = std::bitset<kTopics.size()>;

}  // namespace tripline
