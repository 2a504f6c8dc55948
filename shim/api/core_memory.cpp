#include "shim/api/core_memory.hpp"

namespace tripline {

void CoreMemory::see(const std::shared_ptr<const Event>& event) {
  shots.see(event);
  signals.see(event);
  logs.see(event);
  can_ids.see(event);
}

TopicSet CoreMemory::wanted(MonoTime now) {
  TopicSet topics;
  topics.set(topic_place("can_signals"));
  topics.set(topic_place("can_raw"), can_ids.wanted(now));
  return topics;
}

void CoreMemory::close() {
  logs.close();
  can_ids.close();
}

}  // namespace tripline
