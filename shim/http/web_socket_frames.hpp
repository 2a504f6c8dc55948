// WebSocketFrames: messages to and from the frames on a socket (RFC 6455), by wslay; never blocks, and takes bounded
// memory whatever the client announces.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "shim/api/socket_session.hpp"

struct wslay_event_context;

namespace tripline {

/// Pings are answered, close frames too; a frame against the protocol, a text that is not UTF-8 and a message above
/// limits::kWebSocketMessageBytes are answered with a close frame of the right code. Thread: one.
class WebSocketFrames {
 public:
  using OnMessage = std::function<void(const SocketMessage&)>;

  /// `fd` stays the caller's and outlives it.
  WebSocketFrames(int fd, OnMessage on_message);
  ~WebSocketFrames();
  WebSocketFrames(const WebSocketFrames&) = delete;
  WebSocketFrames& operator=(const WebSocketFrames&) = delete;

  /// Takes what lies in the socket, at most limits::kWebSocketReadBytes. False: the connection is over.
  bool read();
  /// Gives the socket what it takes. False: the connection is over.
  bool write();

  void queue(bool is_text, std::span<const std::uint8_t> bytes);
  void ping();
  /// The last frame; no other can be queued behind it.
  void close(CloseCode code, std::string_view reason);

  /// Something waits to be written.
  bool wants_write() const;
  /// The client may send: it takes its pongs, and no close frame has come.
  bool wants_read() const;
  bool close_sent() const;
  bool close_received() const;
  /// Bytes that went in or out.
  std::uint64_t sent() const noexcept { return sent_; }
  std::uint64_t received() const noexcept { return received_; }

 private:
  struct Callbacks;

  const int fd_;
  const OnMessage on_message_;
  std::uint64_t sent_ = 0;
  std::uint64_t received_ = 0;
  std::size_t budget_ = 0;  ///< bytes that read() may still take
  std::unique_ptr<wslay_event_context, void (*)(wslay_event_context*)> context_;
};

}  // namespace tripline
