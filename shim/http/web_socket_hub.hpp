// WebSocketHub: all connected pages: CivetWeb's handlers on one side, the LiveFeed on the other.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "shim/http/web_socket_page.hpp"

struct mg_context;

namespace tripline {

/// Thread: any. Lifetime: from before the server starts until after it stopped.
class WebSocketHub {
 public:
  WebSocketHub(LiveFeed& feed, PageCounts& counts);
  ~WebSocketHub();

  /// Serves kWebSocketPath of the server.
  void attach(mg_context& server);

  /// limits::kWebSockets pages are connected.
  bool is_full() const;

  /// Takes no more pages, sends close frames to all, and ends what is left after limits::kWebClose.
  void close_all();

 private:
  struct Protocols;

  /// False: no room, or closing.
  bool add(mg_connection& connection);
  void remove(const mg_connection& connection);
  WebSocketPage* find(const mg_connection& connection) const;

  LiveFeed& feed_;
  PageCounts& counts_;
  const std::unique_ptr<Protocols> protocols_;
  mutable std::mutex mutex_;
  bool closing_ = false;
  std::map<const mg_connection*, std::unique_ptr<WebSocketPage>> pages_;  ///< each removed by its own worker only
};

}  // namespace tripline
