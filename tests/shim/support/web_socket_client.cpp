#include "tests/shim/support/web_socket_client.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace tripline::test {
namespace {

unsigned char byte_at(const std::string& text, std::size_t place) { return static_cast<unsigned char>(text[place]); }

std::uint64_t big_endian(const std::string& bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) number = number << 8 | byte_at(bytes, i);
  return number;
}

std::string length_bytes(std::size_t length) {
  constexpr int kMasked = 0x80;
  if (length < 126) return {static_cast<char>(kMasked | static_cast<int>(length))};
  if (length < 65536)
    return {static_cast<char>(kMasked | 126), static_cast<char>(length >> 8), static_cast<char>(length & 0xff)};
  std::string bytes{static_cast<char>(kMasked | 127)};
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>((length >> shift) & 0xff);
  return bytes;
}

}  // namespace

int WebSocketFrame::close_code() const noexcept {
  return opcode == 8 && payload.size() >= 2 ? byte_at(payload, 0) << 8 | byte_at(payload, 1) : 0;
}

WebSocketClient::WebSocketClient(std::uint16_t port, std::string_view headers, int receive_buffer)
    : client_(port, receive_buffer) {
  const bool has_host = headers.find("Host:") != std::string_view::npos;
  client_.send(
      fmt::format("GET /ws HTTP/1.1\r\n{}Upgrade: websocket\r\nConnection: Upgrade\r\n"
                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{}\r\n",
                  has_host ? "" : fmt::format("Host: 127.0.0.1:{}\r\n", port), headers));
  head_ = client_.receive_until("\r\n\r\n");
  if (head_.size() > 12) status_ = std::atoi(head_.c_str() + 9);
}

// The mask is zero, which is allowed and keeps the payload readable.
bool WebSocketClient::send_frame(int opcode, std::string_view payload) {
  std::string frame{static_cast<char>(0x80 | opcode)};
  frame += length_bytes(payload.size());
  frame += std::string(4, '\0');
  frame += payload;
  return client_.send(frame);
}

std::optional<WebSocketFrame> WebSocketClient::receive() {
  const auto head = client_.receive_exactly(2);
  if (head.size() != 2) return std::nullopt;
  std::uint64_t length = byte_at(head, 1) & 0x7f;
  if (length == 126) length = big_endian(client_.receive_exactly(2));
  if (length == 127) length = big_endian(client_.receive_exactly(8));
  WebSocketFrame frame{byte_at(head, 0) & 0x0f, client_.receive_exactly(length)};
  if (frame.payload.size() != length) return std::nullopt;
  return frame;
}

std::optional<WebSocketFrame> WebSocketClient::receive_binary() {
  auto frame = receive();
  while (frame && !frame->is_binary()) frame = receive();
  return frame;
}

std::optional<WebSocketFrame> WebSocketClient::receive_close() {
  auto frame = receive();
  while (frame && frame->close_code() == 0) frame = receive();
  return frame;
}

}  // namespace tripline::test
