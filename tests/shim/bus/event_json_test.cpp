#include "shim/bus/event_json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "schemas/can_signals_generated.h"
#include "schemas/frame_generated.h"
#include "schemas/status_generated.h"

namespace tripline {
namespace {

using flatbuffers::FlatBufferBuilder;
using nlohmann::json;

std::string text_of(const char* key, const FlatBufferBuilder& builder) {
  return event_json(*find_topic(key), {builder.GetBufferPointer(), builder.GetSize()});
}

TEST(EventJson, WritesEnumsByNameAndDefaultsOut) {
  wire::StatusT status;
  status.header = std::make_unique<wire::Header>(7, std::numeric_limits<std::uint64_t>::max(), 9);
  status.rig = "main";
  status.profile = "de\"mo\n";
  status.version = "1";
  status.state = wire::TriggerState::armed;
  auto counter = std::make_unique<wire::CounterT>();
  counter->name = "frames";
  counter->value = 571;
  status.counters.push_back(std::move(counter));
  FlatBufferBuilder builder;
  wire::FinishStatusBuffer(builder, wire::Status::Pack(builder, &status));
  const auto text = text_of("status", builder);
  EXPECT_TRUE(text.starts_with(R"({"header":{"sequence":7,"mono_ns":18446744073709551615,"run_id":9},"rig":"main",)"))
      << text;
  EXPECT_EQ(text.find('\n'), std::string::npos);
  const auto object = json::parse(text);
  EXPECT_EQ(object["state"], "armed");
  EXPECT_EQ(object["profile"], "de\"mo\n");
  EXPECT_EQ(object["realtime"], false);
  EXPECT_EQ(object["rss_bytes"], 0);
  EXPECT_EQ(object["counters"][0]["value"], 571);
  EXPECT_FALSE(object.contains("stopping"));
}

TEST(EventJson, WritesNumbersThatJsonDoesNotHaveAsNull) {
  wire::CanSignalsT signals;
  signals.header = std::make_unique<wire::Header>(1, 2, 3);
  signals.signal = {0, 1, 2, 3};
  signals.mono_ns = {1, 1, 1, 1};
  signals.value = {0.1, std::nan(""), -std::numeric_limits<double>::infinity(), 1e300};
  FlatBufferBuilder builder;
  wire::FinishCanSignalsBuffer(builder, wire::CanSignals::Pack(builder, &signals));
  const auto object = json::parse(text_of("can_signals", builder));
  EXPECT_EQ(object["value"], json::parse("[0.1, null, null, 1e300]"));
}

TEST(EventJson, SaysHowLongThePixelsAreInsteadOfThem) {
  wire::FrameT frame;
  frame.header = std::make_unique<wire::Header>(1, 2, 3);
  frame.roi = std::make_unique<wire::Rect>(4, 5, 6, 7);
  frame.index = -6;
  frame.pixels.assign(8448, 17);
  FlatBufferBuilder builder;
  wire::FinishFrameBuffer(builder, wire::Frame::Pack(builder, &frame));
  const auto object = json::parse(text_of("frame/shot", builder));
  EXPECT_EQ(object["pixels"], "8448 bytes");
  EXPECT_EQ(object["index"], -6);
  EXPECT_EQ(object["roi"], json::parse(R"({"x":4,"y":5,"width":6,"height":7})"));
}

TEST(EventJson, KnowsEveryTopic) {
  for (const Topic& topic : kTopics) {  // an empty table of each root type: nothing but defaults
    FlatBufferBuilder builder;
    builder.Finish(flatbuffers::Offset<flatbuffers::Table>(builder.EndTable(builder.StartTable())));
    EXPECT_TRUE(json::accept(event_json(topic, {builder.GetBufferPointer(), builder.GetSize()}))) << topic.key;
  }
}

}  // namespace
}  // namespace tripline
