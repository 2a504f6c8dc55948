// SocketSession: what stands behind a WebSocket: it understands what the client says and decides what goes out. Knows
// no socket.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shim/api/live_message.hpp"
#include "shim/api/role.hpp"

namespace tripline {

/// Status codes of RFC 6455, section 7.4.1, and of the IANA registry.
enum class CloseCode : std::uint16_t {
  kNormal = 1000,
  kGoingAway = 1001,
  kProtocol = 1002,
  kBadData = 1003,
  kPolicy = 1008,
  kTooBig = 1009,
  kFull = 1013
};

/// The way out. Thread: any. Lifetime: longer than the session.
class SocketPort {
 public:
  virtual ~SocketPort() = default;
  /// Queues, and never waits; when the client is too slow, what it misses least goes.
  virtual void send(LiveMessage message) = 0;
  /// A close frame instead of whatever waits. `reason`: at most 123 bytes of UTF-8.
  virtual void close(CloseCode code, std::string_view reason) = 0;
};

/// One whole message of the client, at most limits::kWebSocketMessageBytes; a text is valid UTF-8.
struct SocketMessage {
  bool is_text = false;
  std::string_view bytes;
};

/// Thread: the connection's.
class SocketSession {
 public:
  virtual ~SocketSession() = default;
  virtual void receive(const SocketMessage& message) = 0;
  /// What a message is on the wire, worked out when its turn comes; empty: nothing goes out. Valid until the next call.
  virtual std::span<const std::uint8_t> wire(const LiveMessage& message) { return message.bytes; }
};

/// A path that takes WebSockets.
struct SocketEndpoint {
  std::string path;
  std::vector<std::string> protocols;  ///< that it speaks, the best first
  bool protocol_needed = false;        ///< a client must offer one of them
  Role role = Role::kRead;             ///< at least
  std::function<std::unique_ptr<SocketSession>(SocketPort&)> open;
};

}  // namespace tripline
