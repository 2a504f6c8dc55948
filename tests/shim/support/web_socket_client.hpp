// WebSocketClient: a small page: connects, sends text, and reads one frame after another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tests/shim/support/raw_client.hpp"

namespace tripline::test {

/// One frame from the server.
struct WebSocketFrame {
  int opcode = 0;
  std::string payload;

  bool is_text() const noexcept { return opcode == 1; }
  bool is_binary() const noexcept { return opcode == 2; }
  /// Code of a close frame; 0: another frame.
  int close_code() const noexcept;
  /// FlatBuffers file identifier of a binary message.
  std::string_view identifier() const { return std::string_view(payload).substr(4, 4); }
};

class WebSocketClient {
 public:
  /// Asks for the upgrade, with further header lines. `receive_buffer` as in RawClient.
  explicit WebSocketClient(std::uint16_t port, std::string_view headers = {}, int receive_buffer = 0);

  /// Status of the answer to the upgrade: 101 when it stands.
  int status() const noexcept { return status_; }
  const std::string& head() const noexcept { return head_; }

  bool send_text(std::string_view text) { return send_frame(1, text); }
  bool send_frame(int opcode, std::string_view payload);

  /// The next frame; nothing at the end of the connection or after some seconds.
  std::optional<WebSocketFrame> receive();
  /// The next binary message, past all others.
  std::optional<WebSocketFrame> receive_binary();
  /// The next close frame, past all others.
  std::optional<WebSocketFrame> receive_close();

 private:
  RawClient client_;
  std::string head_;
  int status_ = 0;
};

}  // namespace tripline::test
