#include "shim/http/http_server.hpp"

#include <fmt/format.h>

#include <future>
#include <list>

#include "rt/base/limits.hpp"
#include "tests/shim/http/server_fixture.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::ask;
using test::RawClient;

using HttpServerTest = test::ServerFixture;

TEST_F(HttpServerTest, ServesTheHealthCheck) {
  const auto reply = ask(port, "GET", "/healthz");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "ok\n");
  EXPECT_TRUE(reply.has_header("Content-Length: 3"));
  EXPECT_TRUE(reply.has_header("Connection: close"));
}

TEST_F(HttpServerTest, SendsNoBodyToHead) {
  const auto reply = ask(port, "HEAD", "/healthz");
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(reply.has_header("Content-Length: 3"));
  EXPECT_EQ(reply.body, "");
}

TEST_F(HttpServerTest, ServesThePageAsItLiesInTheProgram) {
  const auto reply = ask(port, "GET", "/");
  EXPECT_TRUE(reply.has_header("Content-Encoding: gzip"));
  EXPECT_EQ(reply.body, std::string(test::kGzip.begin(), test::kGzip.end()));
  EXPECT_EQ(ask(port, "GET", "/", "If-None-Match: \"page\"\r\n").status, 304);
}

TEST_F(HttpServerTest, PutsTheSecurityHeadersOnEverything) {
  for (const auto* path : {"/", "/healthz", "/no-such-thing"}) {
    const auto reply = ask(port, "GET", path);
    EXPECT_NE(reply.head.find("Content-Security-Policy: default-src 'self';"), std::string::npos) << path;
    EXPECT_EQ(reply.head.find("unsafe-inline"), std::string::npos) << path;
    EXPECT_NE(reply.head.find("frame-ancestors 'none'"), std::string::npos) << path;
    EXPECT_TRUE(reply.has_header("X-Content-Type-Options: nosniff")) << path;
    EXPECT_TRUE(reply.has_header("Referrer-Policy: no-referrer")) << path;
    EXPECT_EQ(reply.head.find("Access-Control"), std::string::npos) << path;
  }
}

TEST_F(HttpServerTest, AllowsNoForeignPageAnything) {
  const auto preflight = ask(port, "OPTIONS", "/api/v1/status",
                             "Origin: http://evil.example\r\nAccess-Control-Request-Method: DELETE\r\n");
  EXPECT_EQ(preflight.status, 405);
  EXPECT_EQ(preflight.head.find("Access-Control"), std::string::npos);
  EXPECT_EQ(ask(port, "GET", "/", "Host: evil.example\r\n").status, 403);
  EXPECT_EQ(ask(port, "POST", "/api/v1/status", "Origin: http://evil.example\r\n", "{}").status, 403);
}

TEST_F(HttpServerTest, ServesNoFileOfThisMachine) {
  for (const auto* path : {"/etc/passwd", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd"})
    EXPECT_EQ(ask(port, "GET", path).status, 404) << path;
}

TEST_F(HttpServerTest, GivesItsOwnErrorsTheSameShape) {
  RawClient client(port);
  ASSERT_TRUE(client.send("NONSENSE\r\n\r\n"));
  const auto reply = client.receive_reply();
  EXPECT_EQ(reply.status, 400);
  EXPECT_TRUE(reply.has_header("Content-Type: application/problem+json"));
  EXPECT_TRUE(reply.has_header("X-Content-Type-Options: nosniff"));
}

TEST_F(HttpServerTest, RefusesABodyThatIsTooLongWithoutReadingIt) {
  RawClient client(port);
  ASSERT_TRUE(client.send(fmt::format(
      "POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
      limits::kHttpBodyBytes + 1)));
  EXPECT_EQ(client.receive_reply().status, 413);
}

TEST_F(HttpServerTest, RefusesChunks) {
  EXPECT_EQ(ask(port, "POST", "/healthz", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n").status,
            411);
}

TEST_F(HttpServerTest, TakesABodyAndThenLooksAtTheMethod) {
  EXPECT_EQ(ask(port, "POST", "/healthz", "Content-Type: application/json\r\n", std::string(5000, 'x')).status, 405);
}

// Clients that send a byte now and then, for ever, must not keep the workers.
TEST_F(HttpServerTest, DropsSlowBodiesAtTheDeadline) {
  std::list<RawClient> slow;
  for (int i = 0; i < limits::kHttpWorkers + 6; ++i) {
    slow.emplace_back(port);
    ASSERT_TRUE(
        slow.back().send("POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                         "application/json\r\nContent-Length: 60000\r\n\r\nx"));
  }
  std::atomic<bool> over = false;
  std::thread trickle([&] {
    while (!over) {
      for (auto& client : slow) client.send("x");
      std::this_thread::sleep_for(100ms);
    }
  });
  const bool answered = test::wait_until([&] { return ask(port, "GET", "/healthz").status == 200; }, 20s);
  // All workers were taken once; after their deadline all must be free, although the clients go on.
  bool stays = true;
  for (int i = 0; i < 50 && stays; ++i) stays = ask(port, "GET", "/healthz").status == 200;
  over = true;
  trickle.join();
  EXPECT_TRUE(answered);
  EXPECT_TRUE(stays);
  EXPECT_EQ(slow.front().receive_reply().status, 408);
}

TEST_F(HttpServerTest, LetsARequestFinishThatIsUnderWayWhenItStops) {
  std::promise<void> entered;
  std::promise<void> released;
  const Api slow({{{"GET", "/slow", Role::kNone, [&](const Request&, const PathValues&) {
                      entered.set_value();
                      released.get_future().wait();
                      return json_response("{}");
                    }}}});
  Access nobody;
  auto started = HttpServer::start({"127.0.0.1", 0}, nobody, slow, {}, pages);
  ASSERT_TRUE(started) << started.error().message;
  const auto slow_port = (*started)->port();
  auto reply = std::async(std::launch::async, [&] { return ask(slow_port, "GET", "/slow"); });
  entered.get_future().wait();
  auto stopped = std::async(std::launch::async, [&] { started->reset(); });
  EXPECT_TRUE(test::wait_until([&] { return ask(slow_port, "GET", "/other").status == 503; })) << "no new ones";
  released.set_value();
  EXPECT_EQ(reply.get().status, 200);
  stopped.get();
}

TEST_F(HttpServerTest, SaysThatThePortIsTaken) {
  const auto second = HttpServer::start({"127.0.0.1", port}, access, api, {}, pages);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ExitCode::kInUse);
  EXPECT_NE(second.error().message.find(fmt::format("port {} is taken", port)), std::string::npos);
  EXPECT_NE(second.error().message.find("--port"), std::string::npos);
}

TEST_F(HttpServerTest, RefusesAnAddressThatOthersReach) {
  for (const auto* address : {"0.0.0.0", "192.0.2.1", "::", "example.org", ""}) {
    const auto refused = HttpServer::start({address, 0}, access, api, {}, pages);
    ASSERT_FALSE(refused) << address;
    EXPECT_EQ(refused.error().code, ExitCode::kUsage) << address;
  }
}

}  // namespace
}  // namespace tripline
