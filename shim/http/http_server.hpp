// HttpServer: CivetWeb in front of the Api and the WebSocket endpoints; the only room that knows the library.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "rt/base/result.hpp"
#include "shim/api/api.hpp"
#include "shim/api/page_counts.hpp"
#include "shim/api/socket_session.hpp"
#include "shim/http/connection_watch.hpp"
#include "shim/http/http_options.hpp"
#include "shim/http/request_guard.hpp"

struct mg_connection;
struct mg_context;

namespace tripline {

class WebSocketHub;

/// Serves from start() until it is destroyed, on threads of its own. Lifetime: `access`, `api`, `counts` and what
/// the endpoints draw on outlive it.
class HttpServer {
 public:
  /// Errors: those of check_http_options().
  static Result<std::unique_ptr<HttpServer>> start(const HttpOptions& options, Access& access, const Api& api,
                                                   std::vector<SocketEndpoint> endpoints, PageCounts& counts);
  /// Sends close frames, lets the requests that are under way finish (limits::kHttpDrain), joins all threads.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// The port it listens on.
  std::uint16_t port() const noexcept { return port_; }

 private:
  HttpServer(RequestGuard guard, const Api& api, std::vector<SocketEndpoint> endpoints, PageCounts& counts);
  Result<void> listen(const HttpOptions& options);

  /// Answers everything but a WebSocket handshake. Returns the status, or 0: CivetWeb goes on with the handshake.
  int serve(mg_connection& connection);
  std::optional<Response> refuse(Request& request, const SocketEndpoint* endpoint) const;
  Response respond(mg_connection& connection, Request& request);
  void reply(mg_connection& connection, const Request& request, const Response& response);

  const RequestGuard guard_;
  const Api& api_;
  ConnectionWatch watch_;
  std::atomic<bool> stopping_{false};  // partner: the destructor's store
  std::unique_ptr<WebSocketHub> hub_;
  mg_context* context_ = nullptr;
  std::uint16_t port_ = 0;
};

}  // namespace tripline
