#include "shim/http/web_socket_hub.hpp"

#include <civetweb.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"
#include "shim/http/connection_sockets.hpp"

namespace tripline {
namespace {

void say_goodbye(WebSocket& socket) { socket.close(CloseCode::kGoingAway, "the web process stops"); }

}  // namespace

/// Where an endpoint is attached.
struct WebSocketHub::Place {
  WebSocketHub& hub;
  const SocketEndpoint& endpoint;
  std::vector<const char*> names;
  mg_websocket_subprotocols list;
};

WebSocketHub::WebSocketHub(std::vector<SocketEndpoint> endpoints, PageCounts& counts)
    : endpoints_(std::move(endpoints)), counts_(counts) {
  for (const auto& endpoint : endpoints_) {
    auto place = std::make_unique<Place>(Place{*this, endpoint, {}, {}});
    for (const auto& name : endpoint.protocols) place->names.push_back(name.c_str());
    place->list = {static_cast<int>(place->names.size()), place->names.data()};
    places_.push_back(std::move(place));
  }
}

WebSocketHub::~WebSocketHub() = default;

const SocketEndpoint* WebSocketHub::find(std::string_view path) const noexcept {
  const auto found = std::find_if(endpoints_.begin(), endpoints_.end(), [&](const auto& e) { return e.path == path; });
  return found == endpoints_.end() ? nullptr : &*found;
}

bool WebSocketHub::is_full() const {
  const std::lock_guard lock(mutex_);
  return closing_ || sockets_.size() >= limits::kWebSockets;
}

bool WebSocketHub::is_closing() const {
  const std::lock_guard lock(mutex_);
  return closing_;
}

bool WebSocketHub::add(WebSocket& socket, int fd) {
  const std::lock_guard lock(mutex_);
  if (closing_ || sockets_.size() >= limits::kWebSockets) return false;
  return sockets_.emplace(&socket, fd).second;
}

void WebSocketHub::remove(WebSocket& socket) {
  {
    const std::lock_guard lock(mutex_);
    sockets_.erase(&socket);
  }
  changed_.notify_all();
}

void WebSocketHub::serve(const mg_connection& connection, const SocketEndpoint& endpoint) {
  const int fd = connection_socket(connection).fd;
  if (fd < 0) return;  // the client has gone already
  WebSocket socket(fd, counts_);
  // Since the handshake another one may have taken the last place, or the server was asked to stop.
  if (!add(socket, fd)) {
    if (is_closing())
      say_goodbye(socket);
    else
      socket.close(CloseCode::kFull, "no place is free");
  }
  socket.run(endpoint);
  remove(socket);
}

void WebSocketHub::close_all() {
  std::unique_lock lock(mutex_);
  closing_ = true;
  for (const auto& [socket, fd] : sockets_) say_goodbye(*socket);
  if (changed_.wait_for(lock, 2 * limits::kWebClose, [this] { return sockets_.empty(); })) return;
  for (const auto& [socket, fd] : sockets_) ::shutdown(fd, SHUT_RDWR);
  changed_.wait_for(lock, limits::kWebClose, [this] { return sockets_.empty(); });
}

void WebSocketHub::attach(mg_context& server) {
  const auto on_connect = [](const mg_connection*, void* place) {
    return static_cast<const Place*>(place)->hub.is_full() ? 1 : 0;
  };
  // The whole life of the connection is in here; behind it the library finds the socket shut, and ends.
  const auto on_ready = [](mg_connection* connection, void* place) {
    const auto& here = *static_cast<const Place*>(place);
    here.hub.serve(*connection, here.endpoint);
  };
  const auto on_data = [](mg_connection*, int, char*, std::size_t, void*) { return 0; };
  for (const auto& place : places_)
    ::mg_set_websocket_handler_with_subprotocols(&server, place->endpoint.path.c_str(), &place->list, on_connect,
                                                 on_ready, on_data, nullptr, place.get());
}

}  // namespace tripline
