#include "shim/bus/event_subscriber.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "schemas/status_generated.h"
#include "tests/shim/support/fake_core.hpp"
#include "tests/shim/support/temp_dir.hpp"
#include "tests/shim/support/wait_until.hpp"

namespace tripline {
namespace {

using std::chrono::milliseconds;
using test::FakePublisher;
using test::header;

constexpr milliseconds kLong{10'000};
constexpr milliseconds kShort{50};

struct EventSubscriberTest : testing::Test {
  test::TempDir dir;
  RunDir run_dir{dir.path()};
  EventSubscriber subscriber{run_dir};
};

TEST_F(EventSubscriberTest, HandsOutTheVeryBytes) {
  FakePublisher core(run_dir);
  subscriber.subscribe("status");
  ASSERT_TRUE(core.wait_subscribed("status"));
  const auto sent = test::status_bytes(header(3));
  core.send("status", sent);

  const auto event = subscriber.receive(kLong);
  ASSERT_TRUE(event);
  EXPECT_TRUE(std::ranges::equal(event->bytes(), sent));
  EXPECT_EQ(event->topic.key, "status");
  EXPECT_EQ(event->sequence, 3U);
  EXPECT_EQ(event->run_id, test::kRunId);
  EXPECT_EQ(to_ns(event->made_at), header(3).mono_ns());
  EXPECT_EQ(wire::GetStatus(event->message.data())->profile()->str(), "demo");
}

TEST_F(EventSubscriberTest, StartsBeforeTheCoreAndOutlivesIt) {
  subscriber.subscribe("status");
  EXPECT_FALSE(subscriber.receive(kShort));
  for (std::uint64_t run = 1; run <= 2; ++run) {
    FakePublisher core(run_dir);
    std::optional<Event> event;
    std::uint64_t sequence = 0;
    // The subscriber must turn for its connection to come back.
    ASSERT_TRUE(test::wait_until([&] {
      core.send("status", test::status_bytes(header(++sequence, run)));
      event = subscriber.receive(milliseconds(5));
      return event.has_value();
    }));
    EXPECT_EQ(event->run_id, run);
  }
  EXPECT_EQ(subscriber.counts().runs, 2U);
  EXPECT_EQ(subscriber.counts().lost_total(), 0U);
}

TEST_F(EventSubscriberTest, CountsAGap) {
  FakePublisher core(run_dir);
  subscriber.subscribe("log");
  ASSERT_TRUE(core.wait_subscribed("log"));
  core.send("log", test::log_bytes(header(1), "one"));
  core.send("log", test::log_bytes(header(4), "four"));
  ASSERT_TRUE(subscriber.receive(kLong));
  ASSERT_TRUE(subscriber.receive(kLong));
  EXPECT_EQ(subscriber.counts().lost[topic_place("log")], 2U);
  EXPECT_EQ(subscriber.counts().lost_total(), 2U);
}

TEST_F(EventSubscriberTest, DoesNotHandOutARetainedEventAgain) {
  FakePublisher core(run_dir);
  subscriber.subscribe("");
  ASSERT_TRUE(core.wait_subscribed(""));
  core.send("status", test::status_bytes(header(1)));
  core.send("status", test::status_bytes(header(1)));
  core.send("log", test::log_bytes(header(1), "after"));
  EXPECT_EQ(subscriber.receive(kLong)->topic.key, "status");
  EXPECT_EQ(subscriber.receive(kLong)->topic.key, "log");
  EXPECT_EQ(subscriber.counts().repeated, 1U);
}

TEST_F(EventSubscriberTest, RefusesWhatDoesNotVerify) {
  FakePublisher core(run_dir);
  subscriber.subscribe("");
  ASSERT_TRUE(core.wait_subscribed(""));
  auto broken = test::status_bytes(header(1));
  std::fill(broken.begin() + 12, broken.end(), std::uint8_t{0xff});
  core.send("status", broken);                             // malformed
  core.send("status", {});                                 // empty
  core.send("shot", test::status_bytes(header(1)));        // of another topic
  core.send("unheard_of", test::status_bytes(header(1)));  // of no topic
  core.send("log", test::log_bytes(header(1), "good again"));
  const auto event = subscriber.receive(kLong);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->topic.key, "log");
  EXPECT_EQ(subscriber.counts().rejected, 4U);
  EXPECT_EQ(subscriber.counts().received, 1U);
}

TEST_F(EventSubscriberTest, TakesNoPreviewUnlessAsked) {
  FakePublisher core(run_dir);
  subscriber.subscribe("frame/preview");
  ASSERT_TRUE(core.wait_subscribed("frame/preview"));
  core.send("frame/preview", test::frame_bytes(header(1), 0));
  EXPECT_TRUE(subscriber.receive(kLong));
  subscriber.unsubscribe("frame/preview");
  ASSERT_TRUE(core.wait_unsubscribed("frame/preview"));
  subscriber.subscribe("frame/preview");
  ASSERT_TRUE(core.wait_subscribed("frame/preview"));
  core.send("frame/preview", test::frame_bytes(header(90), 0));
  EXPECT_TRUE(subscriber.receive(kLong));
  EXPECT_EQ(subscriber.counts().lost_total(), 0U) << "what it did not follow is no gap";
}

}  // namespace
}  // namespace tripline
