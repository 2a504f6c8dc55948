#include "shim/api/event_cache.hpp"

#include "rt/base/limits.hpp"
#include "schemas/frame_generated.h"
#include "schemas/shot_generated.h"

namespace tripline {
namespace {

void keep_newest(std::deque<EventCache::SharedEvent>& list, const EventCache::SharedEvent& event, std::size_t most) {
  list.push_back(event);
  if (list.size() > most) list.pop_front();
}

}  // namespace

// A page's queue takes everything that a new page gets at once, and a text about the core.
static_assert(kTopics.size() + 1 + limits::kShotFrames + limits::kCachedAlerts + limits::kCachedLogs <
              limits::kWebSocketQueue);

void EventCache::keep(const SharedEvent& event) {
  if (event->run_id != run_id_) {
    *this = EventCache();
    run_id_ = event->run_id;
  }
  const auto key = event->topic.key;
  const void* bytes = event->message.data();
  if (event->topic.retained) retained_[topic_place(key)] = event;
  if (key == "shot") keep_of_shot(event, wire::GetShot(bytes)->shot_id());
  if (key == "frame/shot") keep_of_shot(event, wire::GetFrame(bytes)->shot_id());
  if (key == "alert") keep_newest(alerts_, event, limits::kCachedAlerts);
  if (key == "log") keep_newest(logs_, event, limits::kCachedLogs);
}

// The frames of a shot come before or after its story; the first of them ends the shot before.
void EventCache::keep_of_shot(const SharedEvent& event, std::uint32_t shot_id) {
  if (shot_id != shot_id_) {
    shot_ = nullptr;
    frames_.clear();
    shot_id_ = shot_id;
  }
  if (event->topic.key == "shot")
    shot_ = event;
  else
    keep_newest(frames_, event, limits::kShotFrames);
}

std::vector<EventCache::SharedEvent> EventCache::select(const TopicSet& topics) const {
  std::vector<SharedEvent> events;
  const auto add = [&](const SharedEvent& event) {
    if (event && topics.test(topic_place(event->topic.key))) events.push_back(event);
  };
  for (const auto& event : retained_) add(event);
  add(shot_);
  for (const auto* list : {&frames_, &alerts_, &logs_})
    for (const auto& event : *list) add(event);
  return events;
}

}  // namespace tripline
