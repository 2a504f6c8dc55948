// HttpServer: CivetWeb in front of the Api and the LiveFeed; the only room that knows the library.
#pragma once

#include <cstdint>
#include <memory>

#include "rt/base/result.hpp"
#include "shim/api/api.hpp"
#include "shim/api/live_feed.hpp"
#include "shim/api/page_counts.hpp"
#include "shim/http/http_options.hpp"

struct mg_connection;
struct mg_context;

namespace tripline {

class WebSocketHub;

/// Serves from start() until it is destroyed, on threads of its own. Lifetime: `api`, `feed` and `counts` outlive it.
class HttpServer {
 public:
  /// Errors: those of check_http_options().
  static Result<std::unique_ptr<HttpServer>> start(const HttpOptions& options, const Api& api, LiveFeed& feed,
                                                   PageCounts& counts);
  /// Sends close frames, ends all connections, joins all threads.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// The port it listens on.
  std::uint16_t port() const noexcept { return port_; }

 private:
  HttpServer(const Api& api, LiveFeed& feed, PageCounts& counts);
  Result<void> listen(const HttpOptions& options);

  /// Answers everything but a WebSocket handshake. Returns the status, or 0: CivetWeb goes on with the handshake.
  int serve(mg_connection& connection) const;
  Response respond(mg_connection& connection, Request& request) const;

  const Api& api_;
  std::unique_ptr<WebSocketHub> hub_;
  mg_context* context_ = nullptr;
  std::uint16_t port_ = 0;
};

}  // namespace tripline
