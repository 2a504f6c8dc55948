#include "shim/http/request_guard.hpp"

#include <gtest/gtest.h>

namespace tripline {
namespace {

Request request(std::string method, std::string path, std::vector<HttpHeader> headers) {
  return {std::move(method), std::move(path), {}, std::move(headers), {}};
}

const std::string kReader(40, 'r');

const SocketEndpoint kPage{"/ws", {"tripline.v1"}, false, Role::kRead, {}};
const SocketEndpoint kViewer{"/foxglove", {"foxglove.sdk.v1", "foxglove.websocket.v1"}, true, Role::kRead, {}};

int status_by(Access& access, GuardOptions options, Request asked) {
  const SocketEndpoint* endpoint = nullptr;
  if (asked.path == kPage.path) endpoint = &kPage;
  if (asked.path == kViewer.path) endpoint = &kViewer;
  const auto refusal = RequestGuard(access, std::move(options)).admit(asked, endpoint);
  return refusal ? refusal->status : 200;
}

int status(Request asked) {
  Access everybody;
  return status_by(everybody, {}, std::move(asked));
}

std::string header_of(const Response& response, std::string_view name) {
  for (const auto& row : response.headers)
    if (row.name == name) return row.value;
  return {};
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
  for (const auto* origin : {"http://localhost:8080", "https://localhost:8080", "http://LOCALHOST:8080"})
    EXPECT_EQ(status(request("GET", "/ws", {host, {"Origin", origin}})), 200) << origin;
}

TEST(RequestGuard, RefusesAForeignOrigin) {
  const HttpHeader host{"Host", "localhost:8080"};
  for (const auto* origin : {"null", "http://evil.example", "http://localhost:3000", "ftp://localhost:8080", "",
                             "http://localhost:8080.evil.example", "http://127.0.0.1:8080", "localhost:8080"}) {
    EXPECT_EQ(status(request("GET", "/ws", {host, {"Origin", origin}})), 403) << origin;
    EXPECT_EQ(status(request("POST", "/api/v1/status", {host, {"Origin", origin}})), 403) << origin;
    EXPECT_EQ(status(request("GET", "/", {host, {"Origin", origin}})), 200) << "a read: the browser keeps it from them";
  }
}

TEST(RequestGuard, ServesTheNamesThatAreListed) {
  Access access;
  const GuardOptions options{{"rig.example", "192.0.2.7", "[2001:db8::7]"}, {}};
  for (const auto* host : {"rig.example", "Rig.Example:8443", "192.0.2.7:8080", "localhost", "[2001:db8::7]:80"})
    EXPECT_EQ(status_by(access, options, request("GET", "/", {{"Host", host}})), 200) << host;
  for (const auto* host :
       {"rig.example.evil.example", "evil-rig.example", "rig.example:", "192.0.2.70", "[2001:db8::71]"})
    EXPECT_EQ(status_by(access, options, request("GET", "/", {{"Host", host}})), 403) << host;
}

TEST(RequestGuard, RefusesASecondHostOrOrigin) {
  const HttpHeader host{"Host", "localhost"};
  EXPECT_EQ(status(request("GET", "/", {host, {"host", "evil.example"}})), 400);
  EXPECT_EQ(status(request("POST", "/", {host, {"Origin", "http://localhost"}, {"ORIGIN", "http://evil.example"}})),
            400);
}

TEST(RequestGuard, TakesABodyOnlyAsJson) {
  const auto post = [](std::vector<HttpHeader> headers) {
    headers.push_back({"Host", "localhost"});
    return status(request("POST", "/", std::move(headers)));
  };
  const HttpHeader body{"Content-Length", "2"};
  for (const auto* type :
       {"application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/merge-patch+json"})
    EXPECT_EQ(post({body, {"Content-Type", type}}), 200) << type;
  for (const auto* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                           "application/jsonx", "text/json", "application/+json", "text/plain; application/json"}) {
    EXPECT_EQ(post({body, {"Content-Type", type}}), 415) << type;
    EXPECT_EQ(post({{"Content-Type", type}}), 415) << type << " also without a body: a form sends one";
  }
  EXPECT_EQ(post({body}), 415);
  EXPECT_EQ(post({{"Transfer-Encoding", "chunked"}}), 415);
  EXPECT_EQ(post({}), 200);
  EXPECT_EQ(post({{"Content-Length", "0"}}), 200);
}

TEST(RequestGuard, FindsOutWhoAsks) {
  Access access(*parse_tokens("read " + kReader, "t"));
  const RequestGuard guard(access);
  auto stranger = request("GET", "/", {{"Host", "localhost"}});
  EXPECT_FALSE(guard.admit(stranger)) << "what it may see is the business of each resource";
  EXPECT_EQ(stranger.role, Role::kNone);
  auto reader = request("GET", "/", {{"Host", "localhost"}, {"Authorization", "Bearer " + kReader}});
  EXPECT_FALSE(guard.admit(reader));
  EXPECT_EQ(reader.role, Role::kRead);
}

TEST(RequestGuard, LetsOnlyThoseListenWhoMayLook) {
  Access access(*parse_tokens("read " + kReader, "t"));
  EXPECT_EQ(status_by(access, {}, request("GET", "/ws", {{"Host", "localhost"}})), 401);
  EXPECT_EQ(
      status_by(access, {}, request("GET", "/ws", {{"Host", "localhost"}, {"Authorization", "Bearer " + kReader}})),
      200);
}

TEST(RequestGuard, LetsListedPagesInAndNoOthers) {
  Access access;
  const GuardOptions options{{}, {"https://tools.example"}};
  const RequestGuard guard(access, options);
  const HttpHeader host{"Host", "localhost"};
  for (const auto& [origin, allowed] : {std::pair("https://tools.example", true),
                                        {"http://tools.example", false},
                                        {"https://tools.example:8443", false},
                                        {"https://evil.example", false}}) {
    EXPECT_EQ(status_by(access, options, request("POST", "/", {host, {"Origin", origin}})), allowed ? 200 : 403)
        << origin;
    EXPECT_EQ(status_by(access, options, request("GET", "/ws", {host, {"Origin", origin}})), allowed ? 200 : 403)
        << origin;
    Response response;
    guard.mark(request("GET", "/", {host, {"Origin", origin}}), response);
    EXPECT_EQ(header_of(response, "Access-Control-Allow-Origin"), allowed ? origin : "") << origin;
    EXPECT_EQ(header_of(response, "Vary"), "Origin");
    EXPECT_EQ(header_of(response, "Access-Control-Allow-Credentials"), "");
    const auto answer = guard.preflight(
        request("OPTIONS", "/", {host, {"Origin", origin}, {"Access-Control-Request-Method", "DELETE"}}));
    EXPECT_EQ(answer.has_value(), allowed) << origin;
  }
  EXPECT_FALSE(guard.preflight(request("OPTIONS", "/", {host, {"Origin", "https://tools.example"}}))) << "no question";
}

TEST(RequestGuard, SaysNothingToForeignPagesWhereNoneIsListed) {
  Access access;
  Response response;
  RequestGuard(access).mark(request("GET", "/", {{"Host", "localhost"}, {"Origin", "https://evil.example"}}), response);
  EXPECT_TRUE(response.headers.empty());
}

TEST(GuardOptions, MustBeNamesAndOrigins) {
  EXPECT_TRUE(check_guard_options({{"rig.example", "192.0.2.7"}, {"https://tools.example", "http://a:8080"}}));
  for (const auto* host : {"", "rig.example:80", "https://rig.example", "a b", "*"})
    EXPECT_EQ(check_guard_options({{host}, {}}).error().code, ExitCode::kUsage) << host;
  for (const auto* origin : {"", "*", "null", "tools.example", "https://tools.example/", "https://", "ftp://a"})
    EXPECT_EQ(check_guard_options({{}, {origin}}).error().code, ExitCode::kUsage) << origin;
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
