#include "shim/http/web_socket_hub.hpp"

#include <civetweb.h>

#include "rt/base/limits.hpp"
#include "shim/http/request_guard.hpp"

namespace tripline {

// The library keeps a pointer to it.
struct WebSocketHub::Protocols {
  const char* names[1] = {kWebSocketProtocol};
  mg_websocket_subprotocols list{1, static_cast<const char**>(names)};
};

WebSocketHub::WebSocketHub(LiveFeed& feed, PageCounts& counts)
    : feed_(feed), counts_(counts), protocols_(std::make_unique<Protocols>()) {}

WebSocketHub::~WebSocketHub() = default;

bool WebSocketHub::is_full() const {
  const std::lock_guard lock(mutex_);
  return closing_ || pages_.size() >= limits::kWebSockets;
}

bool WebSocketHub::add(mg_connection& connection) {
  const std::lock_guard lock(mutex_);
  if (closing_ || pages_.size() >= limits::kWebSockets) return false;
  pages_.emplace(&connection, std::make_unique<WebSocketPage>(connection, feed_, counts_));
  return true;
}

void WebSocketHub::remove(const mg_connection& connection) {
  std::unique_ptr<WebSocketPage> page;  // goes after the lock: it may wait for its writer
  {
    const std::lock_guard lock(mutex_);
    const auto found = pages_.find(&connection);
    if (found == pages_.end()) return;
    page = std::move(found->second);
    pages_.erase(found);
  }
}

WebSocketPage* WebSocketHub::find(const mg_connection& connection) const {
  const std::lock_guard lock(mutex_);
  const auto found = pages_.find(&connection);
  return found == pages_.end() ? nullptr : found->second.get();
}

void WebSocketHub::close_all() {
  const std::lock_guard lock(mutex_);
  closing_ = true;
  for (const auto& [connection, page] : pages_) page->close(CloseCode::kGoingAway, "the web process stops");
  const auto deadline = MonoClock::now() + limits::kWebClose;
  for (const auto& [connection, page] : pages_)
    if (!page->wait_done(deadline)) page->cut();
}

void WebSocketHub::attach(mg_context& server) {
  const auto on_connect = [](const mg_connection*, void* hub) {
    return static_cast<const WebSocketHub*>(hub)->is_full() ? 1 : 0;
  };
  // A page that finds the last place taken in the meantime stays unknown: its first message ends it.
  const auto on_ready = [](mg_connection* connection, void* hub) {
    static_cast<void>(static_cast<WebSocketHub*>(hub)->add(*connection));
  };
  const auto on_data = [](mg_connection* connection, int bits, char* data, std::size_t size, void* hub) {
    auto* page = static_cast<const WebSocketHub*>(hub)->find(*connection);
    if (page != nullptr) page->receive(bits, {data, size});
    return page != nullptr ? 1 : 0;
  };
  const auto on_close = [](const mg_connection* connection, void* hub) {
    static_cast<WebSocketHub*>(hub)->remove(*connection);
  };
  ::mg_set_websocket_handler_with_subprotocols(&server, kWebSocketPath.data(), &protocols_->list, on_connect, on_ready,
                                               on_data, on_close, this);
}

}  // namespace tripline
