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

Subscription topics(const Keys& keys) {
  Subscription wish;
  for (const auto& key : keys) wish.topics.set(topic_place(key));
  return wish;
}

struct LiveFeedTest : testing::Test {
  void publish_status(std::uint64_t sequence, std::uint64_t run = test::kRunId) {
    feed.publish(test::event("status", header(sequence, run), test::status_bytes(header(sequence, run))), now);
  }
  void publish_log(std::uint64_t sequence) {
    feed.publish(test::event("log", header(sequence), test::log_bytes(header(sequence), "line")), now);
  }
  void publish_shot(std::uint32_t shot_id, std::size_t frames) {
    for (std::size_t i = 1; i <= frames; ++i)
      feed.publish(test::event("frame/shot", header(i), test::frame_bytes(header(i), shot_id)), now);
    feed.publish(test::event("shot", header(shot_id), test::shot_bytes(header(shot_id), shot_id)), now);
  }

  MonoTime now{1s};
  LiveFeed feed;
  Page page;
};

TEST_F(LiveFeedTest, GivesAPageOnlyWhatItChose) {
  feed.join(page);
  feed.choose(page, topics({"log"}), now);
  publish_status(1);
  publish_log(1);
  EXPECT_EQ(page.take(), Keys{"log"});
  feed.choose(page, Subscription(), now);
  publish_log(2);
  EXPECT_TRUE(page.take().empty());
}

TEST_F(LiveFeedTest, CatchesANewPageUp) {
  publish_status(1);
  publish_log(1);
  publish_shot(1, 2);
  publish_status(2);
  feed.join(page);
  feed.choose(page, topics({"status", "shot", "frame/shot", "log"}), now);
  EXPECT_EQ(page.take(), (Keys{"status", "shot", "frame/shot", "frame/shot", "log"}));
}

TEST_F(LiveFeedTest, SendsWhatIsKeptOnlyForAddedTopics) {
  publish_status(1);
  publish_log(1);
  feed.join(page);
  feed.choose(page, topics({"status"}), now);
  page.take();
  feed.choose(page, topics({"status", "log"}), now);
  EXPECT_EQ(page.take(), Keys{"log"});
}

TEST_F(LiveFeedTest, KeepsTheFramesOfTheLastShotAlone) {
  publish_shot(1, 3);
  publish_shot(2, limits::kShotFrames + 5);
  feed.join(page);
  feed.choose(page, topics({"frame/shot"}), now);
  EXPECT_EQ(page.take().size(), limits::kShotFrames);
}

TEST_F(LiveFeedTest, KeepsAsManyLinesAsItSays) {
  for (std::uint64_t i = 1; i <= limits::kCachedLogs + 3; ++i) publish_log(i);
  feed.join(page);
  feed.choose(page, topics({"log"}), now);
  EXPECT_EQ(page.take().size(), limits::kCachedLogs);
}

TEST_F(LiveFeedTest, ForgetsEverythingWhenTheCoreBeginsANewRun) {
  publish_status(9);
  publish_log(1);
  publish_shot(1, 2);
  publish_status(1, test::kRunId + 1);
  feed.join(page);
  feed.choose(page, Subscription{~TopicSet()}, now);
  EXPECT_EQ(page.take(), Keys{"status"});
}

TEST_F(LiveFeedTest, WantsPreviewsOnlyWhileSomePageLooks) {
  const auto preview = topic_place("frame/preview");
  EXPECT_FALSE(feed.wanted().test(preview));
  EXPECT_TRUE(feed.wanted().test(topic_place("shot")));
  feed.join(page);
  feed.choose(page, topics({"frame/preview"}), now);
  EXPECT_TRUE(feed.wanted().test(preview));
  feed.leave(page);
  EXPECT_FALSE(feed.wanted().test(preview));
}

TEST_F(LiveFeedTest, TellsAboutTheCoreAtOnceAndThenEverySecond) {
  CoreHealth health{true, "RUNNING", "", 5ms};
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

TEST_F(LiveFeedTest, LosesNothingWhoseTimeWasTakenBeforeAChoice) {
  feed.join(page);
  publish_status(1);
  feed.choose(page, topics({"status"}), now + 5ms);
  publish_status(2);
  publish_status(3);
  EXPECT_EQ(page.take(), (Keys{"status", "status", "status"}));
}

TEST_F(LiveFeedTest, TellsAPageLessOftenThatWishesSo) {
  auto wish = topics({"status", "log"});
  wish.apart[topic_place("status")] = 200ms;
  feed.join(page);
  feed.choose(page, wish, now);
  publish_status(1);
  publish_log(1);
  now += 10ms;
  publish_status(2);
  publish_log(2);
  now += 10ms;
  publish_status(3);
  EXPECT_EQ(page.take(), (Keys{"status", "log", "log"}));
  feed.tick(now + 179ms);
  EXPECT_TRUE(page.take().empty()) << "not yet";
  feed.tick(now + 180ms);
  EXPECT_EQ(page.take(), Keys{"status"}) << "the newest of those in between";
  feed.tick(now + 1s);
  EXPECT_TRUE(page.take().empty()) << "once";
}

}  // namespace
}  // namespace tripline
