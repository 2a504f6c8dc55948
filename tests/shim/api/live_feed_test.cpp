#include "shim/api/live_feed.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "rt/base/limits.hpp"
#include "tests/shim/support/events.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::header;

// Keeps what it gets: the topic's key of an event, the text of a text.
class Page final : public LiveSink {
 public:
  void deliver(LiveMessage message) override {
    const auto* begin = reinterpret_cast<const char*>(message.bytes.data());
    got.push_back(message.is_text ? std::string(begin, message.bytes.size()) : std::string(kTopics[message.slot].key));
  }
  std::vector<std::string> take() { return std::exchange(got, {}); }
  std::vector<std::string> got;
};

using Keys = std::vector<std::string>;

TopicSet topics(const Keys& keys) {
  TopicSet set;
  for (const auto& key : keys) set.set(topic_place(key));
  return set;
}

struct LiveFeedTest : testing::Test {
  void publish_status(std::uint64_t sequence, std::uint64_t run = test::kRunId) {
    feed.publish(test::event("status", header(sequence, run), test::status_bytes(header(sequence, run))));
  }
  void publish_log(std::uint64_t sequence) {
    feed.publish(test::event("log", header(sequence), test::log_bytes(header(sequence), "line")));
  }
  void publish_shot(std::uint32_t shot_id, std::size_t frames) {
    for (std::size_t i = 1; i <= frames; ++i)
      feed.publish(test::event("frame/shot", header(i), test::frame_bytes(header(i), shot_id)));
    feed.publish(test::event("shot", header(shot_id), test::shot_bytes(header(shot_id), shot_id)));
  }

  LiveFeed feed;
  Page page;
};

TEST_F(LiveFeedTest, GivesAPageOnlyWhatItChose) {
  feed.join(page);
  feed.choose(page, topics({"log"}));
  publish_status(1);
  publish_log(1);
  EXPECT_EQ(page.take(), Keys{"log"});
  feed.choose(page, {});
  publish_log(2);
  EXPECT_TRUE(page.take().empty());
}

TEST_F(LiveFeedTest, CatchesANewPageUp) {
  publish_status(1);
  publish_log(1);
  publish_shot(1, 2);
  publish_status(2);
  feed.join(page);
  feed.choose(page, topics({"status", "shot", "frame/shot", "log"}));
  EXPECT_EQ(page.take(), (Keys{"status", "shot", "frame/shot", "frame/shot", "log"}));
}

TEST_F(LiveFeedTest, SendsWhatIsKeptOnlyForAddedTopics) {
  publish_status(1);
  publish_log(1);
  feed.join(page);
  feed.choose(page, topics({"status"}));
  page.take();
  feed.choose(page, topics({"status", "log"}));
  EXPECT_EQ(page.take(), Keys{"log"});
}

TEST_F(LiveFeedTest, KeepsTheFramesOfTheLastShotAlone) {
  publish_shot(1, 3);
  publish_shot(2, limits::kShotFrames + 5);
  feed.join(page);
  feed.choose(page, topics({"frame/shot"}));
  EXPECT_EQ(page.take().size(), limits::kShotFrames);
}

TEST_F(LiveFeedTest, KeepsAsManyLinesAsItSays) {
  for (std::uint64_t i = 1; i <= limits::kCachedLogs + 3; ++i) publish_log(i);
  feed.join(page);
  feed.choose(page, topics({"log"}));
  EXPECT_EQ(page.take().size(), limits::kCachedLogs);
}

TEST_F(LiveFeedTest, ForgetsEverythingWhenTheCoreBeginsANewRun) {
  publish_status(9);
  publish_log(1);
  publish_shot(1, 2);
  publish_status(1, test::kRunId + 1);
  feed.join(page);
  feed.choose(page, ~TopicSet());
  EXPECT_EQ(page.take(), Keys{"status"});
}

TEST_F(LiveFeedTest, WantsPreviewsOnlyWhileSomePageLooks) {
  const auto preview = topic_place("frame/preview");
  EXPECT_FALSE(feed.wanted().test(preview));
  EXPECT_TRUE(feed.wanted().test(topic_place("shot")));
  feed.join(page);
  feed.choose(page, topics({"frame/preview"}));
  EXPECT_TRUE(feed.wanted().test(preview));
  feed.leave(page);
  EXPECT_FALSE(feed.wanted().test(preview));
}

TEST_F(LiveFeedTest, TellsAboutTheCoreAtOnceAndThenEverySecond) {
  CoreHealth health{true, "RUNNING", "", 5ms};
  MonoTime now{1s};
  feed.report_core(health, now);
  feed.join(page);
  EXPECT_EQ(page.take(), Keys{R"({"core":{"alive":true,"state":"RUNNING","why":"","heartbeat_age_ms":5}})"});
  health.heartbeat_age = 6ms;
  feed.report_core(health, now + 500ms);
  EXPECT_TRUE(page.take().empty()) << "no news";
  feed.report_core(health, now + 1s);
  EXPECT_EQ(page.take().size(), 1U) << "the regular sign of life";
  health.alive = false;
  feed.report_core(health, now + 1100ms);
  EXPECT_EQ(page.take().size(), 1U) << "news";
}

}  // namespace
}  // namespace tripline
