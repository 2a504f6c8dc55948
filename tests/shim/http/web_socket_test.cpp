#include <fmt/format.h>

#include <atomic>
#include <list>
#include <optional>

#include "rt/base/limits.hpp"
#include "tests/shim/http/server_fixture.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;
using test::header;
using test::wait_until;
using test::WebSocketClient;

class WebSocketTest : public test::ServerFixture {
 protected:
  void publish_frame(std::uint64_t sequence, std::size_t pixels) {
    feed.publish(test::event("frame/preview", header(sequence), test::frame_bytes(header(sequence), 0, pixels)),
                 MonoClock::now());
  }
  bool wait_wanted(std::string_view key) {
    return wait_until([&] { return feed.wanted().test(topic_place(key)); });
  }
  bool wait_open(std::uint32_t count) {
    return wait_until([&] { return pages.open == count; });
  }
};

TEST_F(WebSocketTest, SendsTheVeryBytes) {
  WebSocketClient page(port);
  ASSERT_EQ(page.status(), 101);
  ASSERT_TRUE(page.send_text(R"({"subscribe":["frame/preview"]})"));
  ASSERT_TRUE(wait_wanted("frame/preview"));
  publish_frame(1, 70'000);
  const auto frame = page.receive_binary();
  ASSERT_TRUE(frame);
  const auto bytes = test::frame_bytes(header(1), 0, 70'000);
  EXPECT_EQ(frame->payload, std::string(bytes.begin(), bytes.end()));
  EXPECT_EQ(frame->identifier(), "TFRM");
}

TEST_F(WebSocketTest, CatchesANewPageUp) {
  feed.publish(test::event("status", header(1), test::status_bytes(header(1))), MonoClock::now());
  feed.report_core({true, "RUNNING", "", 1ms}, MonoClock::now());
  WebSocketClient page(port, "Sec-WebSocket-Protocol: tripline.v1\r\n");
  ASSERT_EQ(page.status(), 101);
  EXPECT_NE(page.head().find("Sec-WebSocket-Protocol: tripline.v1"), std::string::npos);
  const auto liveness = page.receive();
  ASSERT_TRUE(liveness);
  EXPECT_TRUE(liveness->is_text());
  EXPECT_EQ(liveness->payload.substr(0, 22), R"({"core":{"alive":true,)");
  ASSERT_TRUE(page.send_text(R"({"subscribe":["status"]})"));
  EXPECT_EQ(page.receive_binary()->identifier(), "TSTA");
}

TEST_F(WebSocketTest, RefusesForeignPagesAndUnknownProtocols) {
  EXPECT_EQ(WebSocketClient(port, "Origin: http://evil.example\r\n").status(), 403);
  EXPECT_EQ(WebSocketClient(port, "Origin: null\r\n").status(), 403);
  EXPECT_EQ(WebSocketClient(port, "Host: evil.example\r\n").status(), 403);
  EXPECT_EQ(WebSocketClient(port, "Sec-WebSocket-Protocol: chat\r\n").status(), 400);
  EXPECT_EQ(WebSocketClient(port, fmt::format("Origin: http://127.0.0.1:{}\r\n", port)).status(), 101);
  EXPECT_EQ(test::ask(port, "GET", "/ws").status, 426);
}

TEST_F(WebSocketTest, ClosesOnBadMessages) {
  const auto code_after = [&](int opcode, const std::string& payload) {
    WebSocketClient page(port);
    EXPECT_TRUE(page.send_frame(opcode, payload));
    const auto close = page.receive_close();
    return close ? close->close_code() : 0;
  };
  EXPECT_EQ(code_after(1, "no JSON"), 1003);
  EXPECT_EQ(code_after(1, R"({"subscribe":["nonsense"]})"), 1003);
  EXPECT_EQ(code_after(2, "binary"), 1003);
  EXPECT_EQ(code_after(1, std::string(limits::kWebSocketMessageBytes + 1, ' ')), 1009);
  EXPECT_EQ(code_after(1, std::string(100'000, ' ')), 1009);
  EXPECT_TRUE(wait_open(0)) << "each left its place";
}

TEST_F(WebSocketTest, AnswersACloseFrame) {
  WebSocketClient page(port);
  ASSERT_TRUE(page.send_frame(8, std::string("\x03\xe8", 2)));
  const auto close = page.receive_close();
  ASSERT_TRUE(close);
  EXPECT_EQ(close->close_code(), 1000);
  EXPECT_TRUE(wait_open(0));
}

TEST_F(WebSocketTest, LeavesWorkersToRequestsWhenItIsFull) {
  std::list<WebSocketClient> open;
  for (int i = 0; i < limits::kWebSockets; ++i) {
    open.emplace_back(port);
    ASSERT_EQ(open.back().status(), 101);
    ASSERT_TRUE(wait_open(static_cast<std::uint32_t>(i + 1)));
  }
  EXPECT_EQ(WebSocketClient(port).status(), 503);
  EXPECT_EQ(test::ask(port, "GET", "/healthz").status, 200);
  open.pop_back();
  ASSERT_TRUE(wait_open(limits::kWebSockets - 1));
  EXPECT_EQ(WebSocketClient(port).status(), 101);
}

// Many at once wake the page's thread once.
TEST_F(WebSocketTest, SendsAllThatCameAtOnce) {
  WebSocketClient page(port);
  ASSERT_TRUE(page.send_text(R"({"subscribe":["frame/preview"]})"));
  ASSERT_TRUE(wait_wanted("frame/preview"));
  constexpr std::uint64_t kFrames = 40;
  for (std::uint64_t sequence = 1; sequence <= kFrames; ++sequence) publish_frame(sequence, 16);
  for (std::uint64_t sequence = 1; sequence <= kFrames; ++sequence) ASSERT_TRUE(page.receive_binary()) << sequence;
  EXPECT_EQ(pages.dropped, 0U);
}

// One page takes nothing; the other gets every frame, in order, while the first one's queue overflows.
TEST_F(WebSocketTest, DelaysNoPageForAnother) {
  constexpr std::size_t kPixels = 200'000;
  constexpr std::uint64_t kFrames = 120;
  WebSocketClient stalled(port, {}, 4096);
  WebSocketClient brisk(port);
  ASSERT_TRUE(stalled.send_text(R"({"subscribe":["frame/preview"]})"));
  ASSERT_TRUE(wait_wanted("frame/preview"));
  ASSERT_TRUE(brisk.send_text(R"({"subscribe":["frame/preview","log"]})"));
  feed.publish(test::event("log", header(1), test::log_bytes(header(1), "first")), MonoClock::now());
  ASSERT_EQ(brisk.receive_binary()->identifier(), "TLOG") << "its choice stands";

  for (std::uint64_t sequence = 1; sequence <= kFrames; ++sequence) {
    publish_frame(sequence, kPixels);
    const auto got = brisk.receive_binary();
    ASSERT_TRUE(got) << sequence;
    const auto bytes = test::frame_bytes(header(sequence), 0, kPixels);
    ASSERT_EQ(got->payload, std::string(bytes.begin(), bytes.end())) << sequence;
  }
  EXPECT_GT(pages.dropped, 0U);
  EXPECT_TRUE(wait_until([&] { return pages.cut_short == 1 && pages.open == 1; })) << "the stalled page is let go";
}

TEST_F(WebSocketTest, StopsSoonWithCloseFrames) {
  WebSocketClient page(port);
  WebSocketClient stalled(port, {}, 4096);
  ASSERT_TRUE(stalled.send_text(R"({"subscribe":["frame/preview"]})"));
  ASSERT_TRUE(wait_wanted("frame/preview"));
  ASSERT_TRUE(wait_open(2));
  for (std::uint64_t sequence = 1; sequence <= 60; ++sequence) publish_frame(sequence, 300'000);
  const auto began = MonoClock::now();
  server.reset();
  EXPECT_LT(MonoClock::now() - began, 2s) << "the limit of the supervisor";
  EXPECT_EQ(page.receive_close()->close_code(), 1001);
  EXPECT_EQ(pages.open, 0U);
}

}  // namespace
}  // namespace tripline
