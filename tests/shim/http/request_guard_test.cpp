#include "shim/http/request_guard.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

Request request(std::string method, std::string path, std::vector<HttpHeader> headers) {
  return {std::move(method), std::move(path), {}, std::move(headers), {}};
}

const SocketEndpoint kPage{"/ws", {"tripline.v1"}, false, Role::kRead, {}};
const SocketEndpoint kViewer{"/foxglove", {"foxglove.sdk.v1", "foxglove.websocket.v1"}, true, Role::kRead, {}};

int status(const Request& asked) {
  const SocketEndpoint* endpoint = nullptr;
  if (asked.path == kPage.path) endpoint = &kPage;
  if (asked.path == kViewer.path) endpoint = &kViewer;
  const auto refusal = guard(asked, endpoint);
  return refusal ? refusal->status : 200;
}

TEST(RequestGuard, ServesTheNamesOfThisMachine) {
  for (const auto* host : {"127.0.0.1", "127.0.0.1:8080", "localhost", "localhost:9000", "[::1]:8080"})
    EXPECT_EQ(status(request("GET", "/", {{"Host", host}})), 200) << host;
}

TEST(RequestGuard, RefusesEveryOtherHost) {
  for (const auto* host : {"", "evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example",
                           "localhost:", "localhost:80a", "localhost:8080:1", "127.0.0.1:123456", "[::1", "0.0.0.0"})
    EXPECT_EQ(status(request("GET", "/", {{"Host", host}})), 403) << host;
  EXPECT_EQ(status(request("GET", "/", {})), 403) << "no Host at all";
}

TEST(RequestGuard, ServesTheWebSocketToItsOwnPageAndToPrograms) {
  const HttpHeader host{"Host", "localhost:8080"};
  EXPECT_EQ(status(request("GET", "/ws", {host})), 200);
  EXPECT_EQ(status(request("GET", "/ws", {host, {"Origin", "http://localhost:8080"}})), 200);
}

TEST(RequestGuard, RefusesAForeignOrigin) {
  const HttpHeader host{"Host", "localhost:8080"};
  for (const auto* origin : {"null", "http://evil.example", "http://localhost:3000", "https://localhost:8080",
                             "http://localhost:8080.evil.example", "http://127.0.0.1:8080"}) {
    EXPECT_EQ(status(request("GET", "/ws", {host, {"Origin", origin}})), 403) << origin;
    EXPECT_EQ(status(request("POST", "/api/v1/status", {host, {"Origin", origin}})), 403) << origin;
    EXPECT_EQ(status(request("GET", "/", {host, {"Origin", origin}})), 200) << "a read: the browser keeps it from them";
  }
}

TEST(RequestGuard, ChecksTheSubprotocol) {
  const auto ask = [](const char* protocols) {
    return status(request("GET", "/ws", {{"Host", "localhost"}, {"Sec-WebSocket-Protocol", protocols}}));
  };
  EXPECT_EQ(ask("tripline.v1"), 200);
  EXPECT_EQ(ask("foxglove.websocket.v1, tripline.v1"), 200);
  EXPECT_EQ(ask("tripline.v2"), 400);
  EXPECT_EQ(ask("tripline.v1x, ,"), 400);
}

TEST(RequestGuard, WantsASubprotocolWhereOneIsNeeded) {
  const HttpHeader host{"Host", "localhost"};
  EXPECT_EQ(status(request("GET", "/foxglove", {host})), 400);
  EXPECT_EQ(status(request("GET", "/foxglove", {host, {"Sec-WebSocket-Protocol", "tripline.v1"}})), 400);
  EXPECT_EQ(status(request("GET", "/foxglove", {host, {"Sec-WebSocket-Protocol", "foxglove.websocket.v1"}})), 200);
}

}  // namespace
}  // namespace tripline
