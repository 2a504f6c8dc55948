// The command line as a layer of configuration.
#include "rt/app/options.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

TEST(CommandLineLayer, IsEmptyWithoutOptions) {
  const auto layer = command_line_layer({});
  ASSERT_TRUE(layer);
  EXPECT_TRUE(layer->empty());
}

TEST(CommandLineLayer, PlaysCapturesBackInsteadOfTheProfilesDevices) {
  CoreOptions options;
  options.frames = "/tmp/a clip.y4m";
  options.can_log = "/tmp/drive.log";
  options.dbc = {"/tmp/a.dbc", "/tmp/b \"quoted\".dbc"};
  const auto layer = command_line_layer(options);
  ASSERT_TRUE(layer) << layer.error().message;
  EXPECT_EQ(layer->at("camera.source"), "\"replay\"");
  EXPECT_EQ(layer->at("camera.path"), "\"/tmp/a clip.y4m\"");
  EXPECT_NE(layer->at("can.buses").find("\"source\": \"replay\", \"log\": \"/tmp/drive.log\""), std::string::npos);
  EXPECT_EQ(layer->at("can.dbc"), R"(["/tmp/a.dbc", "/tmp/b \"quoted\".dbc"])");
}

TEST(CommandLineLayer, MakesABusOfEachDescriptor) {
  CoreOptions options;
  options.can_fds = {"3", "4=car"};
  const auto layer = command_line_layer(options);
  ASSERT_TRUE(layer) << layer.error().message;
  const auto& buses = layer->at("can.buses");
  EXPECT_NE(buses.find(R"("name": "can3")"), std::string::npos) << buses;
  EXPECT_NE(buses.find(R"("name": "car")"), std::string::npos) << buses;
  EXPECT_NE(buses.find(R"("device": "fd:4")"), std::string::npos) << buses;
  EXPECT_NE(buses.find(R"("mode": "as_it_is")"), std::string::npos) << buses;
  for (const char* bad : {"", "x", "-1", "3=", "3x", "=car"}) {
    options.can_fds = {bad};
    EXPECT_EQ(command_line_layer(options).error().code, ExitCode::kUsage) << bad;
  }
  options.can_fds = {"3=a", "3=b"};
  EXPECT_EQ(command_line_layer(options).error().code, ExitCode::kUsage);
}

TEST(CommandLineLayer, RefusesASettingThatIsNone) {
  CoreOptions options;
  options.set = {"trigger.threshold"};
  EXPECT_EQ(command_line_layer(options).error().code, ExitCode::kUsage);
  options.set = {"trigger.threshold=0"};
  EXPECT_EQ(command_line_layer(options).error().code, ExitCode::kBadConfig);
  options.set = {"trigger.nothing=1"};
  EXPECT_EQ(command_line_layer(options).error().code, ExitCode::kBadConfig);
}

Result<CoreOptions> parsed(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "tripline-rt");
  return parse_options(static_cast<int>(arguments.size()), const_cast<char**>(arguments.data()));
}

TEST(ParseOptions, TakesHowLongADeviceMayBeMissing) {
  EXPECT_EQ(parsed({})->device_wait, std::chrono::seconds(0));
  EXPECT_EQ(parsed({"--device-wait", "20"})->device_wait, std::chrono::seconds(20));
  for (const char* bad : {"-1", "soon", "65536"})
    EXPECT_EQ(parsed({"--device-wait", bad}).error().code, ExitCode::kUsage) << bad;
}

}  // namespace
}  // namespace tripline
