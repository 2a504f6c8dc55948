// WebSocket: one connected client: what waits for it, and the loop that writes to it and reads from it.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "rt/base/time.hpp"
#include "rt/base/unique_fd.hpp"
#include "shim/api/page_counts.hpp"
#include "shim/api/socket_session.hpp"
#include "shim/http/send_queue.hpp"
#include "shim/http/web_socket_frames.hpp"

namespace tripline {

/// A client that takes nothing delays only itself: it loses the oldest messages, and is let go after
/// limits::kWebSocketStall. Lifetime: as long as the connection's worker serves it.
class WebSocket final : public SocketPort {
 public:
  /// `fd`: the connection after its handshake; stays the caller's.
  WebSocket(int fd, PageCounts& counts);
  ~WebSocket() override;
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;

  /// Returns when the connection is over and a close frame has been sent, if one was due. Thread: the connection's.
  void run(const SocketEndpoint& endpoint);

  void send(LiveMessage message) override;
  void close(CloseCode code, std::string_view reason) override;

 private:
  struct Closing {
    CloseCode code;
    std::string reason;
  };

  void receive(const SocketMessage& message);
  bool turn();
  bool write_all();
  /// Hands the next message to the frames once the one before is out.
  void refill();
  bool wait();
  /// False: the client is silent, or has taken nothing for too long.
  bool is_alive(MonoTime now);
  void wake() const noexcept;
  /// The client may have sent more: read, so that the close frame is not lost with a reset.
  void linger() const;

  const int fd_;
  PageCounts& counts_;
  UniqueFd wake_;
  std::unique_ptr<SocketSession> session_;
  WebSocketFrames frames_;

  std::mutex mutex_;
  SendQueue queue_;
  std::optional<Closing> closing_;  ///< not to be changed once set

  bool close_queued_ = false;
  std::uint64_t sent_ = 0;  ///< as the frames counted it when `moved_` was
  MonoTime moved_;          ///< the client took something, or there was nothing to take
  std::uint64_t received_ = 0;
  MonoTime heard_;
  bool pinged_ = false;  ///< since `heard_`
  MonoTime second_;      ///< when the messages of this second began to be counted
  int messages_ = 0;
  std::optional<MonoTime> end_at_;  ///< our close frame is out: the answer may take until then
};

}  // namespace tripline
