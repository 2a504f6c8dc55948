#include "shim/api/core_resource.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "shim/api/api.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using nlohmann::json;
using test::TempDir;

/// A control that answers what the test says.
class SaidControl final : public CoreControl {
 public:
  std::string_view name() const noexcept override { return "systemd"; }
  std::optional<UnitState> state() override { return state_; }
  Result<Outcome> ask(Verb verb, MonoTime /*until*/) override {
    asked.emplace_back(to_text(verb));
    return answer;
  }

  Result<Outcome> answer = Outcome::kDone;
  std::vector<std::string> asked;

 private:
  UnitState state_{UnitPhase::kFailed, 0, "2026-11-21T09:30:00Z", 66, {}, "exit code 66", {"no clip.y4m"}};
};

struct CoreResourceTest : testing::Test {
  Response ask(const std::string& method, const std::string& path, Role role = Role::kOperate) {
    return Api({core_routes(core, watch)}).handle({method, "/api/v1/core" + path, {}, {}, {}, role});
  }

  TempDir dir;
  SaidControl* control = new SaidControl;  // owned by the watch
  CoreWatch watch{RunDir{dir.path()}, std::unique_ptr<CoreControl>(control)};
  CoreView core{watch};
};

TEST_F(CoreResourceTest, ShowsStateReasonAndLastLines) {
  const auto response = ask("GET", "", Role::kRead);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(json::parse(response.body), json::parse(R"({"alive":false,"state":"FAILED","why":"exit code 66",
      "heartbeat_age_ms":null,"pid":null,"since":"2026-11-21T09:30:00Z","exit_code":66,"signal":null,
      "log":["no clip.y4m"],"control":{"by":"systemd","able":true,"refusal":""}})"));
}

TEST_F(CoreResourceTest, AsksForWhatThePathSays) {
  for (const char* verb : {"start", "stop", "restart"}) EXPECT_EQ(ask("POST", std::string("/") + verb).status, 200);
  EXPECT_EQ(control->asked, (std::vector<std::string>{"start", "stop", "restart"}));
}

TEST_F(CoreResourceTest, TellsARequestThatIsStillOnItsWay) {
  control->answer = Outcome::kPending;
  const auto response = ask("POST", "/start");
  EXPECT_EQ(response.status, 202);
  EXPECT_EQ(json::parse(response.body)["state"], "FAILED");
}

TEST_F(CoreResourceTest, TellsEachRefusalApart) {
  const auto refused = [&](ExitCode code) {
    control->answer = Error{code, "because"};
    return ask("POST", "/stop");
  };
  EXPECT_EQ(refused(ExitCode::kNoPermission).status, 403);
  EXPECT_NE(refused(ExitCode::kNoPermission).body.find("tripline-ops"), std::string::npos);
  EXPECT_EQ(refused(ExitCode::kInUse).status, 409);
  EXPECT_EQ(refused(ExitCode::kUnavailable).status, 503);
  const auto failed = refused(ExitCode::kSystem);
  EXPECT_EQ(failed.status, 503);
  const auto document = json::parse(failed.body);
  EXPECT_EQ(document["detail"], "because");
  EXPECT_EQ(document["core"]["log"][0], "no clip.y4m");
  EXPECT_EQ(failed.content_type, "application/problem+json");
}

TEST_F(CoreResourceTest, IsForThoseWhoMayOperate) {
  EXPECT_EQ(ask("POST", "/start", Role::kRead).status, 403);
  EXPECT_EQ(ask("GET", "", Role::kNone).status, 401);
  EXPECT_EQ(ask("GET", "/start").status, 405);
  const auto surplus = Api({core_routes(core, watch)})
                           .handle({"POST",
                                    "/api/v1/core/stop",
                                    {},
                                    {{"Content-Type", "application/json"}},
                                    R"({"when":"now"})",
                                    Role::kOperate});
  EXPECT_EQ(surplus.status, 400) << surplus.body;
  EXPECT_TRUE(control->asked.empty());
}

}  // namespace
}  // namespace tripline
