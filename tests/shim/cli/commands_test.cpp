#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>

#include "rt/base/unique_fd.hpp"
#include "rt/ipc/topic.hpp"
#include "shim/cli/local_port.hpp"
#include "shim/cli/rig_plan.hpp"
#include "shim/cli/status_command.hpp"
#include "shim/cli/watch_command.hpp"

namespace tripline {
namespace {

bool contains(const std::vector<std::string>& command, const std::string& option, const std::string& value) {
  for (std::size_t i = 0; i + 1 < command.size(); ++i)
    if (command[i] == option && command[i + 1] == value) return true;
  return false;
}

TEST(WatchCommand, WatchesAllButPreviewsUnlessToldTo) {
  const auto all = topics_to_watch({});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->size(), kTopics.size() - 1);
  EXPECT_EQ(std::count(all->begin(), all->end(), "frame/preview"), 0);
  EXPECT_EQ(*topics_to_watch({"frame"}), std::vector<std::string>{"frame"});
}

TEST(WatchCommand, RefusesATopicThatIsNoneAndNamesTheOthers) {
  const auto none = topics_to_watch({"status", "signals"});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ExitCode::kUsage);
  EXPECT_NE(none.error().message.find("'signals'"), std::string::npos);
  EXPECT_NE(none.error().message.find("can_signals"), std::string::npos);
}

TEST(RigPlan, KeepsCapabilitiesForTheCoreAlone) {
  const auto units = plan_units({}, "/bin", {"/run"}, "/state", 8080);
  ASSERT_EQ(units.size(), 3U);
  EXPECT_EQ(units[0].name, "core");
  EXPECT_EQ(units[0].capabilities, Capabilities::kKeep);
  EXPECT_EQ(units[1].capabilities, Capabilities::kDrop);
  EXPECT_EQ(units[2].capabilities, Capabilities::kDrop);
}

TEST(RigPlan, GivesEachProgramWhatIsItsBusiness) {
  RigRunOptions options;
  options.rig = "left";
  options.frames = "a clip.y4m";
  options.dbc = {"a.dbc", "b.dbc"};
  options.set = {"trigger.threshold=30"};
  options.token_file = "/etc/web-tokens";
  options.hosts = {"rig.example", "rig.local"};
  const auto units = plan_units(options, "/opt/bin", {"/run/x"}, "/state/x", 8123);
  const auto& core = units[0].command;
  EXPECT_EQ(core.front(), "/opt/bin/tripline-rt");
  EXPECT_TRUE(contains(core, "--rig", "left"));
  EXPECT_TRUE(contains(core, "--frames", "a clip.y4m"));
  EXPECT_TRUE(contains(core, "--dbc", "a.dbc"));
  EXPECT_TRUE(contains(core, "--dbc", "b.dbc"));
  EXPECT_TRUE(contains(core, "--set", "trigger.threshold=30"));
  EXPECT_EQ(std::count(core.begin(), core.end(), "--can-log"), 0);
  EXPECT_TRUE(contains(units[1].command, "--state-dir", "/state/x"));
  EXPECT_TRUE(contains(units[2].command, "--port", "8123"));
  EXPECT_TRUE(contains(units[2].command, "--token-file", "/etc/web-tokens"));
  EXPECT_TRUE(contains(units[2].command, "--host", "rig.example"));
  EXPECT_TRUE(contains(units[2].command, "--host", "rig.local"));
  EXPECT_EQ(std::count(units[2].command.begin(), units[2].command.end(), "--origin"), 0);
}

/// A loopback port that is taken for as long as this lives.
struct TakenPort {
  TakenPort() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(socket.get(), 8), 0);
    EXPECT_EQ(::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    number = ntohs(address.sin_port);
  }
  UniqueFd socket{::socket(AF_INET, SOCK_STREAM, 0)};
  std::uint16_t number = 0;
};

TEST(LocalPort, RefusesTheOneAskedForWhenItIsTaken) {
  const TakenPort taken;
  const auto port = choose_port(taken.number);
  ASSERT_FALSE(port);
  EXPECT_EQ(port.error().code, ExitCode::kInUse);
  EXPECT_NE(port.error().message.find(std::to_string(taken.number)), std::string::npos);
}

TEST(LocalPort, FindsAFreeOne) {
  const auto any = choose_port(0);
  ASSERT_TRUE(any);
  EXPECT_NE(*any, 0);
  EXPECT_TRUE(choose_port(std::nullopt));
}

TEST(LocalPort, IsNoPageWhereNobodyListens) { EXPECT_FALSE(page_answers(*choose_port(0))); }

TEST(StatusCommand, SaysTheStateAndWhatIsDegraded) {
  wire::StatusT status;
  status.header = std::make_unique<wire::Header>(1, 2, 3);
  status.rig = "main";
  status.profile = "demo";
  status.state = wire::TriggerState::settling;
  auto degraded = std::make_unique<wire::DegradedT>();
  degraded->what = "no FIFO";
  degraded->remedy = "sudo ./scripts/run";
  status.degraded.push_back(std::move(degraded));
  flatbuffers::FlatBufferBuilder builder;
  wire::FinishStatusBuffer(builder, wire::Status::Pack(builder, &status));
  const auto text = status_text(*wire::GetStatus(builder.GetBufferPointer()));
  EXPECT_NE(text.find("settling, rig main, profile demo, NOT in real time"), std::string::npos) << text;
  EXPECT_NE(text.find("no FIFO; sudo ./scripts/run"), std::string::npos) << text;
}

}  // namespace
}  // namespace tripline
