#include "shim/api/live_message.hpp"

namespace tripline {
namespace {

LiveWorth worth_of(const Topic& topic) {
  if (topic.retained) return LiveWorth::kNewestOnly;
  const bool streams = topic.key == "frame/preview" || topic.key == "can_raw" || topic.key == "can_signals";
  return streams ? LiveWorth::kStream : LiveWorth::kEvent;
}

}  // namespace

LiveMessage live_message(const std::shared_ptr<const Event>& event) {
  return {false, worth_of(event->topic), topic_place(event->topic.key), event->bytes(), event};
}

LiveMessage live_message(const std::shared_ptr<const std::string>& core_text) {
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(core_text->data()), core_text->size());
  return {true, LiveWorth::kNewestOnly, LiveMessage::kCoreSlot, bytes, core_text};
}

}  // namespace tripline
