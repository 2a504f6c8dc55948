// ServerFixture: a real server on a free port, without a core; the test plays the core on the feed.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>

#include "shim/api/api.hpp"
#include "shim/api/asset_resource.hpp"
#include "shim/api/health_resource.hpp"
#include "shim/api/live_page.hpp"
#include "shim/api/status_resource.hpp"
#include "shim/http/http_server.hpp"
#include "tests/shim/support/events.hpp"
#include "tests/shim/support/raw_client.hpp"
#include "tests/shim/support/temp_dir.hpp"
#include "tests/shim/support/wait_until.hpp"
#include "tests/shim/support/web_socket_client.hpp"

namespace tripline::test {

inline constexpr std::array<std::uint8_t, 4> kGzip{0x1f, 0x8b, 0x08, 0x00};
inline constexpr std::array<Asset, 1> kAssets{{{"/", "text/html; charset=utf-8", kGzip, "\"page\""}}};

class ServerFixture : public testing::Test {
 protected:
  void SetUp() override {
    auto started = HttpServer::start({"127.0.0.1", 0}, access, api, {live_page_endpoint(feed)}, pages);
    ASSERT_TRUE(started) << started.error().message;
    server = std::move(*started);
    port = server->port();
    ASSERT_NE(port, 0);
  }

  TempDir dir;
  Access access;
  CoreView core{RunDir{dir.path()}};
  LiveFeed feed;
  PageCounts pages;
  Api api{{health_routes(), status_routes(this_process("tripline-web", "main"), core, pages), asset_routes(kAssets)}};
  std::unique_ptr<HttpServer> server;
  std::uint16_t port = 0;
};

}  // namespace tripline::test
