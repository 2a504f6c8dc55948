#include "shim/foxglove/foxglove_session.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/shim/support/events.hpp"

namespace tripline::foxglove_live {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::header;

// Keeps what a session sends.
class Port final : public SocketPort {
 public:
  void send(LiveMessage message) override { sent.push_back(std::move(message)); }
  void close(CloseCode, std::string_view) override { closed = true; }
  json text(std::size_t place) const {
    const auto& bytes = sent.at(place).bytes;
    return json::parse(bytes.begin(), bytes.end());
  }
  std::vector<LiveMessage> sent;
  bool closed = false;
};

struct FoxgloveSessionTest : testing::Test {
  void say(const std::string& text) { session.receive({true, text}); }
  void publish_status(std::uint64_t sequence) {
    feed.publish(test::event("status", header(sequence), test::status_bytes(header(sequence))), MonoTime{1s});
  }
  void publish_preview() {
    feed.publish(test::event("frame/preview", header(1), test::frame_bytes(header(1), 0)), MonoTime{1s});
  }

  LiveFeed feed;
  Port port;
  FoxgloveSession session{feed, port, "Tripline main", "7"};
};

TEST_F(FoxgloveSessionTest, IntroducesItself) {
  ASSERT_EQ(port.sent.size(), 2U);
  EXPECT_EQ(port.text(0)["op"], "serverInfo");
  EXPECT_EQ(port.text(1)["op"], "advertise");
}

TEST_F(FoxgloveSessionTest, SendsTheVeryBytesBehindTheirHead) {
  publish_status(1);
  say(R"({"op":"subscribe","subscriptions":[{"id":9,"channelId":0}]})");
  ASSERT_EQ(port.sent.size(), 3U) << "the retained status at once";
  const auto wire = session.wire(port.sent[2]);
  const auto bytes = test::status_bytes(header(1));
  ASSERT_EQ(wire.size(), bytes.size() + 13);
  EXPECT_EQ(wire[0], 1);
  EXPECT_EQ(wire[1], 9);
  EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(), wire.begin() + 13));
}

TEST_F(FoxgloveSessionTest, SendsNothingThatNobodySubscribedTo) {
  publish_status(1);
  publish_preview();
  EXPECT_EQ(port.sent.size(), 2U);
  EXPECT_FALSE(feed.wanted().test(topic_place("frame/preview")));
  say(R"({"op":"subscribe","subscriptions":[{"id":9,"channelId":0}]})");
  say(R"({"op":"unsubscribe","subscriptionIds":[9]})");
  publish_status(2);
  EXPECT_EQ(port.sent.size(), 3U);
  EXPECT_TRUE(session.wire(port.sent[2]).empty()) << "it waited, and is not wanted any more";
}

TEST_F(FoxgloveSessionTest, ShowsThePreviewAsAnImage) {
  const auto image = kTopics.size();
  say(R"({"op":"subscribe","subscriptions":[{"id":3,"channelId":)" + std::to_string(image) + "}]}");
  EXPECT_TRUE(feed.wanted().test(topic_place("frame/preview")));
  publish_preview();
  ASSERT_EQ(port.sent.size(), 3U);
  const auto wire = session.wire(port.sent[2]);
  const std::string text(wire.begin(), wire.end());
  EXPECT_NE(text.find("jpeg"), std::string::npos);
  EXPECT_NE(text.find("\xff\xd8\xff"), std::string::npos) << "the beginning of a JPEG";
  EXPECT_NE(text.find("SIMULATED"), std::string::npos);
}

TEST_F(FoxgloveSessionTest, ShowsLogLinesAsViewersListThem) {
  say(R"({"op":"subscribe","subscriptions":[{"id":3,"channelId":)" + std::to_string(kTopics.size() + 1) + "}]}");
  feed.publish(test::event("log", header(1), test::log_bytes(header(1), "a line")), MonoTime{1s});
  ASSERT_EQ(port.sent.size(), 3U);
  const auto wire = session.wire(port.sent[2]);
  EXPECT_NE(std::string(wire.begin(), wire.end()).find("a line"), std::string::npos);
}

TEST_F(FoxgloveSessionTest, ComplainsAndGoesOn) {
  say("nonsense");
  say(R"({"op":"subscribe","subscriptions":[{"id":1,"channelId":0},{"id":2,"channelId":0}]})");
  session.receive({false, "binary"});
  ASSERT_EQ(port.sent.size(), 5U);
  for (std::size_t place = 2; place < 5; ++place) EXPECT_EQ(port.text(place)["op"], "status") << place;
  EXPECT_FALSE(port.closed);
}

}  // namespace
}  // namespace tripline::foxglove_live
