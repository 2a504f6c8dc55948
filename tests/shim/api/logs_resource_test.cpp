// Log lines over the API: the newest, those behind a position, those yet to come.
#include "shim/api/logs_resource.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "rt/base/limits.hpp"
#include "tests/shim/support/api_caller.hpp"
#include "tests/shim/support/fake_core.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using nlohmann::json;
using test::header;
using test::json_of;

struct LogsResourceTest : testing::Test {
  void tell(const std::string& words, wire::LogLevel level = wire::LogLevel::info) {
    const auto head = header(++sequence);
    logs.see(test::event("log", head, test::log_bytes(head, words, level)));
  }
  json read(const std::string& query) const { return json_of(api.get("/api/v1/logs" + query)); }

  test::TempDir dir;
  RunDir run_dir{dir.path()};
  CoreCommands control{run_dir};
  LogTail logs;
  WaitingRoom room;
  test::ApiCaller api{{logs_routes(logs, room, control)}};
  std::uint64_t sequence = 0;
};

TEST_F(LogsResourceTest, GivesTheNewestInTheOrderTheyWereSaid) {
  for (const auto* words : {"one", "two", "three"}) tell(words);
  const auto document = read("?limit=2");
  ASSERT_EQ(document["lines"].size(), 2U);
  EXPECT_EQ(document["lines"][0]["message"], "two");
  EXPECT_EQ(document["lines"][1]["message"], "three");
  EXPECT_EQ(document["next"], 3);
}

TEST_F(LogsResourceTest, ChoosesByLevel) {
  tell("quiet", wire::LogLevel::debug);
  tell("loud", wire::LogLevel::error);
  const auto lines = read("?level=warning")["lines"];
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0]["level"], "error");
  EXPECT_EQ(api.get("/api/v1/logs?level=loud").status, 400);
}

TEST_F(LogsResourceTest, GoesOnWhereItEnded) {
  for (int i = 0; i < 5; ++i) tell(std::to_string(i));
  const auto first = read("?after=1&limit=2");
  EXPECT_EQ(first["lines"][0]["message"], "1");
  EXPECT_EQ(first["next"], 3);
  const auto rest = read("?after=3");
  EXPECT_EQ(rest["lines"].size(), 2U);
  EXPECT_EQ(read("?after=5")["lines"].size(), 0U);
}

TEST_F(LogsResourceTest, SaysWhatIsNoLongerKept) {
  for (std::size_t i = 0; i < limits::kLogsKept + 10; ++i) tell("line");
  const auto document = read("?after=4&limit=1");
  EXPECT_EQ(document["missed"], 6);
  EXPECT_EQ(document["lines"][0]["position"], 11);
}

TEST_F(LogsResourceTest, BeginsAnewForWhoComesFromAnotherWebProcess) {
  tell("line");
  const auto document = read("?after=1000&wait=10");
  EXPECT_EQ(document["lines"].size(), 1U);
  EXPECT_EQ(document["next"], 1);
}

TEST_F(LogsResourceTest, WaitsForTheNextLine) {
  tell("old");
  std::thread core([this] { tell("new"); });
  const auto lines = read("?after=1&wait=10")["lines"];
  core.join();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0]["message"], "new");
}

TEST_F(LogsResourceTest, WakesWhoWaitsWhenTheProcessEnds) {
  tell("old");
  logs.close();
  EXPECT_EQ(read("?after=1&wait=10")["lines"].size(), 0U);
}

TEST_F(LogsResourceTest, LetsOnlyAFewWait) {
  std::vector<std::optional<WaitingRoom::Seat>> seats;
  for (int i = 0; i < limits::kWaitingRequests; ++i) seats.push_back(room.enter());
  const auto refused = api.get("/api/v1/logs?wait=10");
  EXPECT_EQ(refused.status, 429) << "though there may be lines already";
  EXPECT_EQ(test::header_of(refused, "Retry-After"), "1");
  EXPECT_EQ(api.get("/api/v1/logs").status, 200) << "it does not wait";
  seats.clear();
  tell("line");
  EXPECT_EQ(api.get("/api/v1/logs?wait=10").status, 200);
  EXPECT_EQ(api.get("/api/v1/logs?wait=11").status, 400);
}

TEST_F(LogsResourceTest, SetsTheLevel) {
  EXPECT_EQ(api.post("/api/v1/logs/level", R"({"level":"debug"})").status, 503) << "no core";
  const test::FakeControl core(run_dir, [](const wire::ControlRequestT& request) {
    EXPECT_EQ(request.verb, wire::Verb::log_level);
    EXPECT_EQ(request.value, "debug");
    wire::ControlReplyT reply;
    reply.request_id = request.request_id;
    reply.ok = true;
    return reply;
  });
  EXPECT_EQ(json_of(api.post("/api/v1/logs/level", R"({"level":"debug"})"))["level"], "debug");
  const auto refused = api.post("/api/v1/logs/level", R"({"level":"loud"})");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(json_of(refused)["field"], "body.level");
  EXPECT_EQ(api.post("/api/v1/logs/level", R"({"levels":"debug"})").status, 400);
}

}  // namespace
}  // namespace tripline
