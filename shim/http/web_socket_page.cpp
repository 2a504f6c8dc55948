#include "shim/http/web_socket_page.hpp"

#include <civetweb.h>
#include <sys/socket.h>

#include <utility>

#include "rt/base/limits.hpp"
#include "shim/http/connection_socket.hpp"

namespace tripline {
namespace {

constexpr int kOpcodeMask = 0x0f;
constexpr int kFinalFrame = 0x80;
constexpr std::size_t kCloseReasonBytes = 123;  // RFC 6455: 125 bytes of a control frame less the code

std::string close_payload(CloseCode code, std::string_view reason) {
  const auto number = static_cast<std::uint16_t>(code);
  std::string payload{static_cast<char>(number >> 8), static_cast<char>(number & 0xff)};
  return payload.append(reason.substr(0, kCloseReasonBytes));
}

std::string_view view(const LiveMessage& message) {
  return {reinterpret_cast<const char*>(message.bytes.data()), message.bytes.size()};
}

}  // namespace

WebSocketPage::WebSocketPage(mg_connection& connection, LiveFeed& feed, PageCounts& counts)
    : connection_(connection), feed_(feed), counts_(counts), socket_(connection_socket(connection)) {
  ++counts_.open;
  writer_ = std::thread([this] { write_loop(); });
  feed_.join(*this);
}

WebSocketPage::~WebSocketPage() {
  feed_.leave(*this);
  close(CloseCode::kNormal, {});
  wait_done(MonoClock::now() + limits::kWebClose);
  cut();
  writer_.join();
  --counts_.open;
}

void WebSocketPage::deliver(LiveMessage message) {
  {
    const std::lock_guard lock(mutex_);
    if (!close_payload_.empty() || done_) return;
    counts_.dropped += queue_.push(std::move(message));
  }
  changed_.notify_all();
}

void WebSocketPage::receive(int bits, std::string_view data) {
  const int opcode = bits & kOpcodeMask;
  if (opcode == MG_WEBSOCKET_OPCODE_PING || opcode == MG_WEBSOCKET_OPCODE_PONG) return;
  if (opcode == MG_WEBSOCKET_OPCODE_CONNECTION_CLOSE) return close(CloseCode::kNormal, {});
  if (data.size() > limits::kWebSocketMessageBytes) return close(CloseCode::kTooBig, "message too long");
  if (opcode != MG_WEBSOCKET_OPCODE_TEXT || (bits & kFinalFrame) == 0)
    return close(CloseCode::kBadData, "only whole text messages are taken");
  receive_text(data);
}

void WebSocketPage::receive_text(std::string_view text) {
  const auto topics = parse_subscription(text);
  if (!topics) return close(CloseCode::kBadData, topics.error().message);
  feed_.choose(*this, *topics);
}

void WebSocketPage::close(CloseCode code, std::string_view reason) {
  {
    const std::lock_guard lock(mutex_);
    if (!close_payload_.empty()) return;
    close_payload_ = close_payload(code, reason);
    queue_.clear();
  }
  changed_.notify_all();
}

void WebSocketPage::cut() const noexcept {
  if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
}

bool WebSocketPage::wait_done(MonoTime deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, deadline, [this] { return done_; });
}

void WebSocketPage::write_loop() {
  if (write_messages())
    write(MG_WEBSOCKET_OPCODE_CONNECTION_CLOSE, close_payload_);  // set once, before next() gave nothing
  else
    ++counts_.cut_short;
  cut();
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  changed_.notify_all();
}

bool WebSocketPage::write_messages() {
  while (const auto message = next())
    if (!write(message->is_text ? MG_WEBSOCKET_OPCODE_TEXT : MG_WEBSOCKET_OPCODE_BINARY, view(*message))) return false;
  return true;
}

std::optional<LiveMessage> WebSocketPage::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !queue_.empty() || !close_payload_.empty(); });
  return close_payload_.empty() ? queue_.pop() : std::nullopt;
}

// A short write leaves half a frame on the wire: nothing that follows could be understood.
bool WebSocketPage::write(int opcode, std::string_view bytes) {
  return ::mg_websocket_write(&connection_, opcode, bytes.data(), bytes.size()) > 0;
}

}  // namespace tripline
