#include "shim/api/paced_page.hpp"

#include <utility>

namespace tripline {

TopicSet PacedPage::choose(const Subscription& wish) {
  const auto added = wish.topics & ~wish_.topics;
  wish_ = wish;
  next_ = {};
  held_ = {};
  return added;
}

void PacedPage::offer(std::size_t place, const LiveMessage& message, MonoTime now) {
  if (!wish_.topics.test(place)) return;
  // Who asks for every event gets every one, also when the clock was read before a choice that came in between.
  if (wish_.apart[place] == nanoseconds::zero() || now >= next_[place])
    deliver(place, message, now);
  else
    held_[place] = message;
}

void PacedPage::tick(MonoTime now) {
  for (std::size_t place = 0; place < kTopics.size(); ++place)
    if (held_[place] && now >= next_[place]) deliver(place, std::move(*held_[place]), now);
}

void PacedPage::deliver(std::size_t place, LiveMessage message, MonoTime now) {
  held_[place].reset();
  next_[place] = now + wish_.apart[place];
  sink_.deliver(std::move(message));
}

}  // namespace tripline
