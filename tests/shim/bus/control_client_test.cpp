#include "shim/bus/control_client.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "tests/shim/support/fake_core.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using std::chrono::milliseconds;
using test::FakeControl;

constexpr milliseconds kShort{50};

wire::ControlReplyT reply(std::uint64_t request_id, bool ok, std::string error, std::string value,
                          ExitCode code = ExitCode::kOk) {
  wire::ControlReplyT made;
  made.request_id = request_id;
  made.ok = ok;
  made.error = std::move(error);
  made.value = std::move(value);
  made.code = static_cast<std::uint8_t>(code);
  return made;
}

struct ControlClientTest : testing::Test {
  test::TempDir dir;
  RunDir run_dir{dir.path()};
  ControlClient client{run_dir};
};

TEST_F(ControlClientTest, ReturnsTheValue) {
  const FakeControl core(run_dir, [](const wire::ControlRequestT& request) {
    EXPECT_EQ(request.verb, wire::Verb::set);
    EXPECT_EQ(request.path, "trigger.threshold");
    return reply(request.request_id, true, "", "was " + request.value);
  });
  const auto value = client.request(wire::Verb::set, "trigger.threshold", "30");
  ASSERT_TRUE(value);
  EXPECT_EQ(*value, "was 30");
}

TEST_F(ControlClientTest, ReturnsARefusalInTheCoresWords) {
  ExitCode code = ExitCode::kBadConfig;
  const FakeControl core(run_dir, [&](const wire::ControlRequestT& request) {
    return reply(request.request_id, false, "trigger.threshold: 1 to 254", "", code);
  });
  const auto set = client.request(wire::Verb::set, "trigger.threshold", "300");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().message, "trigger.threshold: 1 to 254");
  EXPECT_EQ(set.error().code, ExitCode::kBadConfig);
  code = ExitCode::kUnavailable;
  EXPECT_EQ(client.request(wire::Verb::fire).error().code, ExitCode::kFailure) << "a core that answers is there";
}

TEST_F(ControlClientTest, AsksForChangesOfARevision) {
  const FakeControl core(run_dir, [](const wire::ControlRequestT& request) {
    EXPECT_EQ(request.verb, wire::Verb::patch);
    EXPECT_EQ(request.changes.at(0)->path, "trigger.guard");
    const bool stale = request.revision != 4;
    return reply(request.request_id, !stale, "stale", "{}", stale ? ExitCode::kConflict : ExitCode::kOk);
  });
  wire::ControlRequestT request;
  request.verb = wire::Verb::patch;
  request.revision = 3;
  request.changes.push_back(std::make_unique<wire::ConfigChangeT>());
  request.changes.back()->path = "trigger.guard";
  EXPECT_EQ(client.change(request).error().code, ExitCode::kConflict);
  request.revision = 4;
  EXPECT_EQ(*client.change(request), "{}");
}

TEST_F(ControlClientTest, SaysWhatToDoWhenThereIsNoCore) {
  const auto result = client.request(wire::Verb::ping, {}, {}, kShort);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ExitCode::kUnavailable);
  EXPECT_NE(result.error().message.find("tripline status"), std::string::npos);
  EXPECT_NE(result.error().message.find("control.sock"), std::string::npos);
}

TEST_F(ControlClientTest, NeverFiresLater) {
  ASSERT_FALSE(client.request(wire::Verb::fire, {}, {}, kShort));
  std::atomic<int> fired = 0;
  const FakeControl core(run_dir, [&](const wire::ControlRequestT& request) {
    fired += request.verb == wire::Verb::fire;
    return reply(request.request_id, true, "", "");
  });
  ASSERT_TRUE(client.request(wire::Verb::ping));
  EXPECT_EQ(fired, 0) << "the request of the time without a core was delivered to the new one";
}

TEST_F(ControlClientTest, IgnoresTheAnswerToAnotherRequest) {
  const FakeControl core(
      run_dir, [](const wire::ControlRequestT& request) { return reply(request.request_id + 100, true, "", ""); });
  EXPECT_EQ(client.request(wire::Verb::ping, {}, {}, kShort).error().code, ExitCode::kUnavailable);
}

TEST_F(ControlClientTest, RefusesARequestThatIsTooLong) {
  const auto result = client.request(wire::Verb::set, "strobe.pulse_us", std::string(limits::kControlBytes, '1'));
  EXPECT_EQ(result.error().code, ExitCode::kUsage);
}

}  // namespace
}  // namespace tripline
