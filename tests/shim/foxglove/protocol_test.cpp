#include "shim/foxglove/protocol.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace tripline::foxglove_live {
namespace {

using nlohmann::json;

TEST(FoxgloveProtocol, SaysThatItOnlyTells) {
  const auto info = json::parse(server_info("Tripline main", "7"));
  EXPECT_EQ(info["op"], "serverInfo");
  EXPECT_EQ(info["name"], "Tripline main");
  EXPECT_TRUE(info["capabilities"].empty());
}

TEST(FoxgloveProtocol, AdvertisesEveryTopicAndTheShapesThatViewersDraw) {
  const auto channels = all_channels();
  const auto message = json::parse(advertise(channels));
  ASSERT_EQ(message["channels"].size(), kChannelCount);
  const auto& first = message["channels"][0];
  EXPECT_EQ(first["topic"], "status");
  EXPECT_EQ(first["schemaName"], "tripline.wire.Status");
  EXPECT_EQ(first["encoding"], "flatbuffer");
  // Base64 of a binary schema: its identifier BFBS stands behind four bytes.
  EXPECT_NE(first["schema"].get<std::string>().find("AEJGQlM"), std::string::npos);
  EXPECT_EQ(message["channels"][kTopics.size()]["schemaName"], "foxglove.CompressedImage");
  EXPECT_EQ(message["channels"][kTopics.size() + 1]["schemaName"], "foxglove.Log");
}

TEST(FoxgloveProtocol, ReadsSubscriptions) {
  const auto request =
      parse_request(R"({"op":"subscribe","subscriptions":[{"id":5,"channelId":0},{"id":6,"channelId":3}]})");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->subscribe, (decltype(request->subscribe){{5, 0}, {6, 3}}));
  EXPECT_EQ(parse_request(R"({"op":"unsubscribe","subscriptionIds":[5,6]})")->unsubscribe,
            (std::vector<std::uint32_t>{5, 6}));
}

TEST(FoxgloveProtocol, RefusesEverythingElse) {
  for (const auto* text :
       {"", "[]", "{}", R"({"op":7})", R"({"op":"subscribe"})", R"({"op":"subscribe","subscriptions":[7]})",
        R"({"op":"subscribe","subscriptions":[{"id":-1,"channelId":0}]})",
        R"({"op":"subscribe","subscriptions":[{"id":1,"channelId":99}]})",
        R"({"op":"subscribe","subscriptions":[{"id":4294967296,"channelId":0}]})",
        R"({"op":"unsubscribe","subscriptionIds":["5"]})", R"({"op":"unsubscribe","subscriptionIds":5})",
        R"({"op":"nonsense"})"}) {
    const auto request = parse_request(text);
    ASSERT_FALSE(request) << text;
    EXPECT_EQ(request.error().code, ExitCode::kBadData) << text;
  }
  EXPECT_EQ(parse_request(R"({"op":"setParameters","parameters":[]})").error().code, ExitCode::kUnavailable);
}

TEST(FoxgloveProtocol, PutsSubscriptionAndTimeBeforeAMessage) {
  EXPECT_EQ(message_head(0x01020304, nanoseconds(0x1112131415161718)),
            (std::array<std::uint8_t, 13>{1, 4, 3, 2, 1, 0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11}));
}

}  // namespace
}  // namespace tripline::foxglove_live
