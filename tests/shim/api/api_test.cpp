#include "shim/api/api.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "shim/api/asset_resource.hpp"
#include "shim/api/health_resource.hpp"
#include "shim/api/status_resource.hpp"
#include "shim/lifecycle/unit_state.hpp"
#include "tests/shim/support/events.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using nlohmann::json;
using test::header;

constexpr std::array<std::uint8_t, 3> kGzip{0x1f, 0x8b, 0x08};
constexpr std::array<Asset, 2> kAssets{
    {{"/", "text/html; charset=utf-8", kGzip, "\"page\""}, {"/app-1234.js", "text/javascript", kGzip, "\"script\""}}};

struct ApiTest : testing::Test {
  Response ask(std::string method, std::string path, std::vector<HttpHeader> headers = {}) const {
    return api.handle({std::move(method), std::move(path), {}, std::move(headers), {}});
  }
  json status() const { return json::parse(ask("GET", "/api/v1/status").body); }
  static std::string header_of(const Response& response, std::string_view name) {
    for (const auto& row : response.headers)
      if (row.name == name) return row.value;
    return {};
  }

  test::TempDir dir;
  CoreView core{RunDir{dir.path()}};
  PageCounts pages;
  Api api{{health_routes(), status_routes(this_process("tripline-web", "main"), core, pages), asset_routes(kAssets)}};
};

TEST_F(ApiTest, AnswersTheHealthCheck) {
  const auto response = ask("GET", "/healthz");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "ok\n");
  EXPECT_EQ(ask("HEAD", "/healthz").status, 200);
}

TEST_F(ApiTest, ShowsAStatusWithoutACore) {
  const auto document = status();
  EXPECT_EQ(document["process"]["name"], "tripline-web");
  EXPECT_EQ(document["core"]["alive"], false);
  EXPECT_EQ(document["core"]["state"], "STOPPED");
  EXPECT_EQ(document["core"]["heartbeat_age_ms"], nullptr);
  EXPECT_EQ(document["status"], nullptr);
}

TEST_F(ApiTest, ShowsTheNewestStatusWithTheNamesOfTheSchema) {
  core.see(test::event("status", header(5), test::status_bytes(header(5))), MonoClock::now());
  const auto document = status();
  EXPECT_EQ(document["core"]["alive"], true);
  EXPECT_EQ(document["status"]["state"], "armed");
  EXPECT_EQ(document["status"]["profile"], "demo");
  EXPECT_EQ(document["status"]["header"]["sequence"], 5);
  EXPECT_EQ(document["status"]["realtime"], false) << "defaults are shown too";
}

TEST_F(ApiTest, ShowsWhatTheSupervisorWrote) {
  UnitState state{UnitPhase::kFailed, 0, "2026-11-21T09:30:00Z", {}, 9, "killed by signal 9", {}};
  ASSERT_TRUE(write_unit_state(dir.path(), "core", state));
  EXPECT_EQ(status()["core"]["state"], "FAILED");
  EXPECT_EQ(status()["core"]["why"], "killed by signal 9");
}

TEST_F(ApiTest, ShowsGapsAndPages) {
  BusCounts counts;
  counts.lost[topic_place("can_signals")] = 12;
  counts.rejected = 3;
  core.set_counts(counts);
  pages.open = 2;
  pages.dropped = 5;
  const auto document = status();
  EXPECT_EQ(document["gaps"]["lost"]["can_signals"], 12);
  EXPECT_EQ(document["gaps"]["lost_total"], 12);
  EXPECT_EQ(document["gaps"]["rejected"], 3);
  EXPECT_EQ(document["websockets"]["open"], 2);
  EXPECT_EQ(document["websockets"]["dropped"], 5);
}

TEST_F(ApiTest, AnswersAnUnknownPathWithAProblem) {
  const auto response = ask("GET", "/no/such/\xff");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.content_type, "application/problem+json");
  const auto document = json::parse(response.body);
  EXPECT_EQ(document["status"], 404);
  EXPECT_EQ(document["title"], "Not Found");
}

TEST_F(ApiTest, AnswersAWrongMethodWithWhatIsAllowed) {
  for (const auto* path : {"/healthz", "/api/v1/status", "/"}) {
    const auto response = ask("DELETE", path);
    EXPECT_EQ(response.status, 405) << path;
    EXPECT_EQ(header_of(response, "Allow"), "GET, HEAD") << path;
  }
  EXPECT_EQ(ask("GE", "/healthz").status, 405) << "part of a method's name is no method";
}

TEST_F(ApiTest, ServesThePageGzipped) {
  const auto response = ask("GET", "/");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(header_of(response, "Content-Encoding"), "gzip");
  EXPECT_EQ(header_of(response, "Cache-Control"), "no-cache");
  EXPECT_EQ(response.static_body.data(), kGzip.data());
  EXPECT_EQ(header_of(ask("GET", "/app-1234.js"), "Cache-Control"), "public, max-age=31536000, immutable");
}

TEST_F(ApiTest, SendsNothingThatTheBrowserHas) {
  const auto response = ask("GET", "/", {{"if-none-match", "W/\"x\", \"page\""}});
  EXPECT_EQ(response.status, 304);
  EXPECT_TRUE(response.static_body.empty());
  EXPECT_EQ(ask("GET", "/", {{"If-None-Match", "\"old\""}}).status, 200);
}

TEST_F(ApiTest, SaysWhichRoleAnOperationTakes) {
  Request request{"GET", "/api/v1/status", {}, {}, {}, Role::kNone};
  const auto refused = api.handle(request);
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(header_of(refused, "WWW-Authenticate"), "Bearer realm=\"tripline\"");
  EXPECT_NE(refused.body.find("takes the role 'read', and nobody is logged in"), std::string::npos) << refused.body;
  request.path = "/healthz";
  EXPECT_EQ(api.handle(request).status, 200);
}

TEST(Api, SaysToWhomItKnowsWhichRoleItWouldTake) {
  const Api api({{{"POST", "/fire", Role::kOperate, [](const Request&, const PathValues&) { return Response{}; }}}});
  const auto refused = api.handle({"POST", "/fire", {}, {}, {}, Role::kRead});
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.body.find("takes the role 'operate'; yours is 'read'"), std::string::npos) << refused.body;
  EXPECT_EQ(api.handle({"POST", "/fire", {}, {}, {}, Role::kConfigure}).status, 200);
}

TEST(MatchPath, GivesTheTextsOfItsVariables) {
  EXPECT_TRUE(match_path("/", "/"));
  EXPECT_TRUE(match_path("/api/v1/status", "/api/v1/status"));
  EXPECT_FALSE(match_path("/api/v1/status", "/api/v1/status/"));
  EXPECT_FALSE(match_path("/api/v1/shots/{id}", "/api/v1/shots"));
  EXPECT_FALSE(match_path("/api/v1/shots/{id}", "/api/v1/shots/"));
  EXPECT_EQ(match_path("/api/v1/shots/{id}/frames/{n}", "/api/v1/shots/7/frames/12"), (PathValues{"7", "12"}));
}

}  // namespace
}  // namespace tripline
