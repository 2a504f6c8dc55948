// WebSocketHub: all connected WebSockets: CivetWeb's handlers on one side, the endpoints' sessions on the other.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "shim/api/page_counts.hpp"
#include "shim/api/socket_session.hpp"
#include "shim/http/web_socket.hpp"

struct mg_connection;
struct mg_context;

namespace tripline {

/// CivetWeb does the handshake and lends its worker; frames are ours (WebSocketFrames), because the library allocates
/// whatever length a client announces. Thread: any. Lifetime: from before the server starts until after it stopped.
class WebSocketHub {
 public:
  WebSocketHub(std::vector<SocketEndpoint> endpoints, PageCounts& counts);
  ~WebSocketHub();
  WebSocketHub(const WebSocketHub&) = delete;
  WebSocketHub& operator=(const WebSocketHub&) = delete;

  /// Serves the endpoints' paths of the server.
  void attach(mg_context& server);

  /// The endpoint of a path; nullptr: none.
  const SocketEndpoint* find(std::string_view path) const noexcept;

  /// limits::kWebSockets are connected.
  bool is_full() const;

  /// Takes no more, sends close frames to all, and ends what is left after limits::kWebClose.
  void close_all();

 private:
  struct Place;

  void serve(const mg_connection& connection, const SocketEndpoint& endpoint);
  bool is_closing() const;
  bool add(WebSocket& socket, int fd);
  void remove(WebSocket& socket);

  const std::vector<SocketEndpoint> endpoints_;
  PageCounts& counts_;
  std::vector<std::unique_ptr<Place>> places_;  ///< the library keeps pointers to them
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool closing_ = false;
  std::map<WebSocket*, int> sockets_;  ///< and their descriptors; each removed by its own worker only
};

}  // namespace tripline
