#include "shim/api/live_feed.hpp"

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

// Wanted only while a page looks: they cost the core and the bus something, and nothing of them is kept.
bool is_on_demand(const Topic& topic) {
  return topic.key == "frame/preview" || topic.key == "can_raw" || topic.key == "can_signals";
}

TopicSet always_wanted() {
  TopicSet topics;
  for (std::size_t place = 0; place < kTopics.size(); ++place) topics.set(place, !is_on_demand(kTopics[place]));
  return topics;
}

}  // namespace

void LiveFeed::publish(const std::shared_ptr<const Event>& event, MonoTime now) {
  const auto place = topic_place(event->topic.key);
  const std::lock_guard lock(mutex_);
  cache_.keep(event);
  const auto message = live_message(event);
  for (auto& [sink, page] : pages_) page.offer(place, message, now);
}

void LiveFeed::tick(MonoTime now) {
  const std::lock_guard lock(mutex_);
  for (auto& [sink, page] : pages_) page.tick(now);
}

void LiveFeed::report_core(const CoreHealth& health, MonoTime now) {
  const std::lock_guard lock(mutex_);
  const bool due = !reported_ || now - reported_at_ >= limits::kLivenessEvery;
  if (!due && reported_->same_news(health)) return;
  reported_ = health;
  reported_at_ = now;
  core_text_ = std::make_shared<const std::string>("{\"core\":" + health.to_json() + "}");
  for (const auto& [sink, page] : pages_) sink->deliver(live_message(core_text_));
}

void LiveFeed::join(LiveSink& sink) {
  const std::lock_guard lock(mutex_);
  pages_.try_emplace(&sink, sink);
  if (core_text_) sink.deliver(live_message(core_text_));
}

void LiveFeed::leave(LiveSink& sink) {
  const std::lock_guard lock(mutex_);
  pages_.erase(&sink);
}

void LiveFeed::choose(LiveSink& sink, const Subscription& wish, MonoTime now) {
  const std::lock_guard lock(mutex_);
  const auto page = pages_.find(&sink);
  if (page == pages_.end()) return;
  for (const auto& event : cache_.select(page->second.choose(wish)))
    page->second.offer(topic_place(event->topic.key), live_message(event), now);
}

TopicSet LiveFeed::wanted() const {
  const std::lock_guard lock(mutex_);
  auto topics = always_wanted();
  for (const auto& [sink, page] : pages_) topics |= page.topics();
  return topics;
}

}  // namespace tripline
