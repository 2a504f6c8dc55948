#include "shim/app/web_loop.hpp"

#include <memory>
#include <utility>

namespace tripline {
namespace {

using std::chrono::milliseconds;

// Also the longest delay until a page's wish reaches the core and until a stop signal is seen.
constexpr milliseconds kWait{25};
constexpr milliseconds kReportEvery{100};

}  // namespace

void WebLoop::turn() {
  follow_wishes();
  if (auto event = subscriber_.receive(kWait)) {
    const auto shared = std::make_shared<const Event>(std::move(*event));
    const auto now = MonoClock::now();
    memory_.see(shared);
    core_.see(shared, now);
    feed_.publish(shared, now);
  }
  feed_.tick(MonoClock::now());
  report();
}

void WebLoop::follow_wishes() {
  const auto wanted = feed_.wanted() | memory_.wanted(MonoClock::now());
  for (std::size_t place = 0; place < kTopics.size(); ++place) {
    if (wanted.test(place) == followed_.test(place)) continue;
    const std::string key(kTopics[place].key);
    wanted.test(place) ? subscriber_.subscribe(key) : subscriber_.unsubscribe(key);
  }
  followed_ = wanted;
}

void WebLoop::report() {
  const auto now = MonoClock::now();
  if (now - reported_at_ < kReportEvery) return;
  reported_at_ = now;
  core_.set_counts(subscriber_.counts());
  gaps_.look(subscriber_.counts(), now);
  feed_.report_core(core_.health(now), now);
}

}  // namespace tripline
