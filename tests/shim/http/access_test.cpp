#include <gtest/gtest.h>

#include "shim/api/live_page.hpp"
#include "shim/api/session_resource.hpp"
#include "shim/http/http_server.hpp"
#include "tests/shim/support/raw_client.hpp"
#include "tests/shim/support/temp_dir.hpp"
#include "tests/shim/support/web_socket_client.hpp"

namespace tripline {
namespace {

using test::ask;
using test::WebSocketClient;

const std::string kReader(40, 'r');
constexpr const char* kJson = "Content-Type: application/json\r\n";

/// A real server that wants a token, with one resource for readers and one for operators.
struct HttpAccess : testing::Test {
  void SetUp() override {
    auto started = HttpServer::start({"127.0.0.1", 0, {{"rig.example"}, {"https://tools.example"}}}, access, api,
                                     {live_page_endpoint(feed)}, pages);
    ASSERT_TRUE(started) << started.error().message;
    server = std::move(*started);
    port = server->port();
  }
  static Response fine(const Request&, const PathValues&) { return json_response("{}"); }
  std::string log_in(const std::string& headers = {}) const {
    const auto reply = ask(port, "POST", "/api/v1/session", kJson + headers, "{\"token\":\"" + kReader + "\"}");
    const auto begin = reply.head.find("Set-Cookie: ") + 12;
    return reply.status == 200 ? reply.head.substr(begin, reply.head.find("\r\n", begin) - begin) : "";
  }

  Access access{*parse_tokens("read " + kReader, "t")};
  Api api{{session_routes(access), {{"GET", "/look", Role::kRead, fine}, {"POST", "/act", Role::kOperate, fine}}}};
  LiveFeed feed;
  PageCounts pages;
  std::unique_ptr<HttpServer> server;
  std::uint16_t port = 0;
};

TEST_F(HttpAccess, ShowsNothingToAStranger) {
  const auto reply = ask(port, "GET", "/look");
  EXPECT_EQ(reply.status, 401);
  EXPECT_TRUE(reply.has_header("WWW-Authenticate: Bearer realm=\"tripline\""));
  EXPECT_EQ(WebSocketClient(port).status(), 401);
}

TEST_F(HttpAccess, KnowsAScript) {
  const auto authorization = "Authorization: Bearer " + kReader + "\r\n";
  EXPECT_EQ(ask(port, "GET", "/look", authorization).status, 200);
  EXPECT_EQ(ask(port, "POST", "/act", authorization).status, 403) << "a reader";
  EXPECT_EQ(WebSocketClient(port, authorization).status(), 101);
}

TEST_F(HttpAccess, LetsAPageLogInListenAndLogOut) {
  const auto set = log_in();
  ASSERT_NE(set, "");
  EXPECT_NE(set.find("HttpOnly; SameSite=Strict"), std::string::npos) << set;
  const auto cookie = "Cookie: " + set.substr(0, set.find(';')) + "\r\n";
  EXPECT_EQ(ask(port, "GET", "/look", cookie).status, 200);
  EXPECT_EQ(WebSocketClient(port, cookie).status(), 101);
  EXPECT_EQ(ask(port, "DELETE", "/api/v1/session", cookie).status, 204);
  EXPECT_EQ(ask(port, "GET", "/look", cookie).status, 401);
}

TEST_F(HttpAccess, LogsNobodyInForAForeignPage) {
  EXPECT_EQ(log_in("Origin: https://evil.example\r\n"), "");
  EXPECT_EQ(ask(port, "POST", "/api/v1/session", "Content-Type: text/plain\r\n", "{}").status, 415);
}

TEST_F(HttpAccess, AnswersForTheNamesThatAreListed) {
  EXPECT_NE(log_in("Host: rig.example\r\nOrigin: https://rig.example\r\n").find("; Secure"), std::string::npos);
  EXPECT_EQ(ask(port, "GET", "/api/v1/session", "Host: evil.example\r\n").status, 403);
}

TEST_F(HttpAccess, TellsAListedPageWhatItMaySend) {
  const std::string origin = "Origin: https://tools.example\r\n";
  const auto preflight = ask(port, "OPTIONS", "/act", origin + "Access-Control-Request-Method: POST\r\n");
  EXPECT_EQ(preflight.status, 204);
  EXPECT_TRUE(preflight.has_header("Access-Control-Allow-Origin: https://tools.example"));
  EXPECT_NE(preflight.head.find("Access-Control-Allow-Headers: Authorization"), std::string::npos);
  const auto reply = ask(port, "GET", "/look", origin + "Authorization: Bearer " + kReader + "\r\n");
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(reply.has_header("Access-Control-Allow-Origin: https://tools.example"));
  EXPECT_TRUE(reply.has_header("Vary: Origin"));
  EXPECT_EQ(ask(port, "GET", "/look", "Origin: https://evil.example\r\n").head.find("Access-Control"),
            std::string::npos);
}

TEST_F(HttpAccess, ListensBeyondThisMachineOnlyWithTokens) {
  const auto open = HttpServer::start({"0.0.0.0", 0}, access, api, {live_page_endpoint(feed)}, pages);
  EXPECT_TRUE(open) << open.error().message;
  Access nobody;
  const auto refused = HttpServer::start({"0.0.0.0", 0}, nobody, api, {live_page_endpoint(feed)}, pages);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ExitCode::kUsage);
  EXPECT_NE(refused.error().message.find("--token-file"), std::string::npos);
  for (const auto* address : {"::", "example.org", "192.0.2.1"})
    EXPECT_EQ(HttpServer::start({address, 0}, access, api, {live_page_endpoint(feed)}, pages).error().code,
              ExitCode::kUsage)
        << address;
}

}  // namespace
}  // namespace tripline
