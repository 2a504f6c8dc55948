#include "shim/api/access.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "rt/base/limits.hpp"
#include "shim/api/api.hpp"
#include "shim/api/session_resource.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using Outcome = Access::Outcome;

const std::string kReader(40, 'r');
const std::string kAdmin(40, 'c');
const std::string kWrong(40, 'w');

Request request(std::vector<HttpHeader> headers) { return {"GET", "/", {}, std::move(headers), {}}; }

struct AccessTest : testing::Test {
  Role by_cookie(const std::string& value) {
    return access.role_of(request({{"Cookie", "a=b; tripline_session_main=" + value}}), now);
  }
  Role by_header(const std::string& value) { return access.role_of(request({{"Authorization", value}}), now); }

  Access access{*parse_tokens("read " + kReader + "\nconfigure " + kAdmin, "t")};
  MonoTime now{1h};
};

TEST(Access, LetsEverybodyDoEverythingWithoutTokens) {
  Access access;
  EXPECT_FALSE(access.login_needed());
  EXPECT_EQ(access.role_of(request({}), MonoTime()), Role::kConfigure);
}

TEST_F(AccessTest, KnowsNobodyWhoShowsNothing) {
  EXPECT_TRUE(access.login_needed());
  EXPECT_EQ(access.role_of(request({}), now), Role::kNone);
}

TEST_F(AccessTest, KnowsAScriptByItsToken) {
  EXPECT_EQ(by_header("Bearer " + kReader), Role::kRead);
  EXPECT_EQ(by_header("bearer " + kAdmin), Role::kConfigure);
  for (const auto& shown :
       {"Bearer " + kWrong, "Bearer " + kReader + "r", "Bearer " + kReader.substr(1), "Basic " + kReader, kReader,
        std::string("Bearer "), "Bearer  " + kReader, "Bearer " + std::string(5000, 'r')})
    EXPECT_EQ(by_header(shown), Role::kNone) << shown;
}

TEST_F(AccessTest, KnowsAPageByItsSessionUntilItLogsOut) {
  const auto login = access.log_in(kReader, "", now);
  ASSERT_EQ(login.outcome, Outcome::kOpened);
  EXPECT_EQ(login.role, Role::kRead);
  EXPECT_EQ(by_cookie(login.session), Role::kRead);
  EXPECT_EQ(by_cookie("stale; tripline_session_main=" + login.session), Role::kRead) << "another path's cookie";
  EXPECT_EQ(by_cookie(kReader), Role::kNone) << "a token is no session";
  EXPECT_EQ(access.role_of(request({{"Cookie", "tripline_session_left=" + login.session}}), now), Role::kNone);
  access.log_out(request({{"Cookie", "tripline_session_main=" + login.session}}));
  EXPECT_EQ(by_cookie(login.session), Role::kNone);
}

TEST_F(AccessTest, TrustsNoSessionWhereAWrongTokenIsShownToo) {
  const auto login = access.log_in(kAdmin, "", now);
  const auto both =
      request({{"Cookie", "tripline_session_main=" + login.session}, {"Authorization", "Bearer " + kWrong}});
  EXPECT_EQ(access.role_of(both, now), Role::kNone);
}

TEST_F(AccessTest, EndsASessionThatNobodyUsesAndOneThatIsOld) {
  const auto idle = access.log_in(kReader, "", now).session;
  const auto used = access.log_in(kReader, "", now).session;
  const auto opened = now;
  now += limits::kSessionIdle - 1s;
  EXPECT_EQ(by_cookie(used), Role::kRead);
  now += 1s;
  EXPECT_EQ(by_cookie(idle), Role::kNone);
  while (now - opened < limits::kSessionLife - limits::kSessionIdle) {
    EXPECT_EQ(by_cookie(used), Role::kRead);
    now += limits::kSessionIdle / 2;
  }
  EXPECT_EQ(by_cookie(used), Role::kRead);
  now = opened + limits::kSessionLife;
  EXPECT_EQ(by_cookie(used), Role::kNone);
}

TEST_F(AccessTest, KeepsABoundedNumberOfSessions) {
  const auto first = access.log_in(kReader, "", now).session;
  now += 1s;
  const auto second = access.log_in(kReader, "", now).session;
  now += 1s;
  EXPECT_EQ(by_cookie(first), Role::kRead);
  for (std::size_t i = 1; i < limits::kSessions; ++i) access.log_in(kReader, "", now);
  EXPECT_EQ(by_cookie(second), Role::kNone) << "it was idle longest";
  EXPECT_EQ(by_cookie(first), Role::kRead);
}

TEST_F(AccessTest, LooksAtOneTryASecondAfterFiveWrongOnes) {
  for (int i = 0; i < limits::kLoginFailures; ++i) EXPECT_EQ(access.log_in(kWrong, "", now).outcome, Outcome::kWrong);
  EXPECT_EQ(access.log_in(kReader, "", now).outcome, Outcome::kTooOften) << "even a right one is not looked at";
  EXPECT_EQ(by_header("Bearer " + kReader), Role::kRead) << "scripts are not held up";
  now += limits::kLoginAgain;
  EXPECT_EQ(access.log_in(kWrong, "", now).outcome, Outcome::kWrong);
  EXPECT_EQ(access.log_in(kWrong, "", now).outcome, Outcome::kTooOften);
  now += limits::kLoginAgain;
  EXPECT_EQ(access.log_in(kReader, "", now).outcome, Outcome::kOpened);
}

struct SessionResource : AccessTest {
  Response ask(std::string method, std::string body = {}, std::vector<HttpHeader> headers = {},
               Role role = Role::kNone) {
    return api.handle({std::move(method), "/api/v1/session", {}, std::move(headers), std::move(body), role});
  }
  static std::string header_of(const Response& response, std::string_view name) {
    for (const auto& row : response.headers)
      if (row.name == name) return row.value;
    return {};
  }
  static std::string body_of(const std::string& token) { return json{{"token", token}}.dump(); }

  Api api{{session_routes(access)}};
};

TEST_F(SessionResource, GivesACookieForAToken) {
  const auto response = ask("POST", body_of(kReader));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(json::parse(response.body), (json{{"role", "read"}}));
  const auto cookie = header_of(response, "Set-Cookie");
  EXPECT_EQ(cookie.find("tripline_session_main="), 0U);
  EXPECT_TRUE(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict")) << cookie;
  EXPECT_EQ(response.body.find(kReader), std::string::npos);
}

TEST_F(SessionResource, KeepsTheCookieToEncryptedConnectionsWhereThePageCameOverOne) {
  const auto cookie = header_of(ask("POST", body_of(kReader), {{"Origin", "https://rig.example"}}), "Set-Cookie");
  EXPECT_TRUE(cookie.ends_with("; Secure")) << cookie;
}

TEST_F(SessionResource, RefusesWhatIsNoTokenOfThisRig) {
  const auto wrong = ask("POST", body_of(kWrong));
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(header_of(wrong, "WWW-Authenticate"), "Bearer realm=\"tripline\"");
  EXPECT_EQ(header_of(wrong, "Set-Cookie"), "");
  EXPECT_EQ(wrong.body.find(kWrong), std::string::npos);
  for (const auto* body : {"", "[]", "{}", "{\"token\":1}", "nonsense", "{\"token\":\"x\",\"more\":1}", "\"x\""})
    EXPECT_EQ(ask("POST", body).status, 422) << body;
}

TEST_F(SessionResource, SaysWhenToTryAgain) {
  for (int i = 0; i < limits::kLoginFailures; ++i) ask("POST", body_of(kWrong));
  const auto refused = ask("POST", body_of(kReader));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(header_of(refused, "Retry-After"), "1");
}

TEST_F(SessionResource, SaysWhoOneIs) {
  EXPECT_EQ(json::parse(ask("GET").body), (json{{"role", "none"}, {"login_needed", true}, {"logout_possible", false}}));
  EXPECT_EQ(json::parse(ask("GET", "", {}, Role::kOperate).body),
            (json{{"role", "operate"}, {"login_needed", false}, {"logout_possible", true}}));
}

TEST_F(SessionResource, LogsOut) {
  const auto session = access.log_in(kReader, "", MonoClock::now()).session;
  const HttpHeader cookie{"Cookie", "tripline_session_main=" + session};
  const auto response = ask("DELETE", "", {cookie});
  EXPECT_EQ(response.status, 204);
  EXPECT_NE(header_of(response, "Set-Cookie").find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(access.role_of(request({cookie}), MonoClock::now()), Role::kNone);
}

}  // namespace
}  // namespace tripline
