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

void LiveFeed::publish(const std::shared_ptr<const Event>& event) {
  const auto place = topic_place(event->topic.key);
  const std::lock_guard lock(mutex_);
  cache_.keep(event);
  const auto message = live_message(event);
  for (const auto& [sink, topics] : pages_)
    if (topics.test(place)) sink->deliver(message);
}

void LiveFeed::report_core(const CoreHealth& health, MonoTime now) {
  const std::lock_guard lock(mutex_);
  const bool due = !reported_ || now - reported_at_ >= limits::kLivenessEvery;
  if (!due && reported_->same_news(health)) return;
  reported_ = health;
  reported_at_ = now;
  core_text_ = std::make_shared<const std::string>("{\"core\":" + health.to_json() + "}");
  for (const auto& [sink, topics] : pages_) sink->deliver(live_message(core_text_));
}

void LiveFeed::join(LiveSink& sink) {
  const std::lock_guard lock(mutex_);
  pages_.emplace(&sink, TopicSet());
  if (core_text_) sink.deliver(live_message(core_text_));
}

void LiveFeed::leave(LiveSink& sink) {
  const std::lock_guard lock(mutex_);
  pages_.erase(&sink);
}

void LiveFeed::choose(LiveSink& sink, const TopicSet& topics) {
  const std::lock_guard lock(mutex_);
  const auto page = pages_.find(&sink);
  if (page == pages_.end()) return;
  const auto added = topics & ~page->second;
  page->second = topics;
  for (const auto& event : cache_.select(added)) sink.deliver(live_message(event));
}

TopicSet LiveFeed::wanted() const {
  const std::lock_guard lock(mutex_);
  auto topics = always_wanted();
  for (const auto& page : pages_) topics |= page.second;
  return topics;
}

}  // namespace tripline
