#include "shim/http/web_socket_frames.hpp"

#include <sys/socket.h>
#include <sys/types.h>
#include <wslay/wslay.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "rt/base/check.hpp"
#include "rt/base/limits.hpp"

namespace tripline {

struct WebSocketFrames::Callbacks {
  static WebSocketFrames& self(void* user) { return *static_cast<WebSocketFrames*>(user); }

  static ssize_t failed(wslay_event_context_ptr context, bool would_block) {
    ::wslay_event_set_error(context, would_block ? WSLAY_ERR_WOULDBLOCK : WSLAY_ERR_CALLBACK_FAILURE);
    return -1;
  }

  static ssize_t receive(wslay_event_context_ptr context, std::uint8_t* room, std::size_t size, int, void* user) {
    auto& frames = self(user);
    size = std::min(size, frames.budget_);
    if (size == 0) return failed(context, true);
    const auto got = ::recv(frames.fd_, room, size, MSG_DONTWAIT);
    if (got <= 0) return failed(context, got < 0 && (errno == EAGAIN || errno == EINTR));
    frames.budget_ -= static_cast<std::size_t>(got);
    frames.received_ += static_cast<std::uint64_t>(got);
    return got;
  }

  static ssize_t send(wslay_event_context_ptr context, const std::uint8_t* bytes, std::size_t size, int flags,
                      void* user) {
    auto& frames = self(user);
    const int more = (flags & WSLAY_MSG_MORE) != 0 ? MSG_MORE : 0;
    const auto gone = ::send(frames.fd_, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL | more);
    if (gone <= 0) return failed(context, gone < 0 && (errno == EAGAIN || errno == EINTR));
    frames.sent_ += static_cast<std::uint64_t>(gone);
    return gone;
  }

  static void on_message(wslay_event_context_ptr, const wslay_event_on_msg_recv_arg* arrived, void* user) {
    if (wslay_is_ctrl_frame(arrived->opcode)) return;  // wslay answers those
    const bool is_text = arrived->opcode == WSLAY_TEXT_FRAME;
    self(user).on_message_({is_text, {reinterpret_cast<const char*>(arrived->msg), arrived->msg_length}});
  }
};

WebSocketFrames::WebSocketFrames(int fd, OnMessage on_message)
    : fd_(fd), on_message_(std::move(on_message)), context_(nullptr, ::wslay_event_context_free) {
  wslay_event_callbacks callbacks{};
  callbacks.recv_callback = Callbacks::receive;
  callbacks.send_callback = Callbacks::send;
  callbacks.on_msg_recv_callback = Callbacks::on_message;
  wslay_event_context_ptr context = nullptr;
  RT_CHECK(::wslay_event_context_server_init(&context, &callbacks, this) == 0);
  context_.reset(context);
  ::wslay_event_config_set_max_recv_msg_length(context, limits::kWebSocketMessageBytes);
}

WebSocketFrames::~WebSocketFrames() = default;

bool WebSocketFrames::read() {
  budget_ = limits::kWebSocketReadBytes;
  return ::wslay_event_recv(context_.get()) == 0;
}

bool WebSocketFrames::write() { return ::wslay_event_send(context_.get()) == 0; }

void WebSocketFrames::queue(bool is_text, std::span<const std::uint8_t> bytes) {
  const auto opcode = static_cast<std::uint8_t>(is_text ? WSLAY_TEXT_FRAME : WSLAY_BINARY_FRAME);
  const wslay_event_msg message{opcode, bytes.data(), bytes.size()};
  ::wslay_event_queue_msg(context_.get(), &message);  // refused behind a close frame, where it would be too late
}

void WebSocketFrames::ping() {
  const wslay_event_msg message{WSLAY_PING, nullptr, 0};
  ::wslay_event_queue_msg(context_.get(), &message);
}

void WebSocketFrames::close(CloseCode code, std::string_view reason) {
  constexpr std::size_t kReasonBytes = 122;  // wslay: less than 123
  const auto text = reason.substr(0, kReasonBytes);
  ::wslay_event_queue_close(context_.get(), static_cast<std::uint16_t>(code),
                            reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

bool WebSocketFrames::wants_write() const { return ::wslay_event_want_write(context_.get()) != 0; }

bool WebSocketFrames::wants_read() const {
  return ::wslay_event_want_read(context_.get()) != 0 &&
         ::wslay_event_get_queued_msg_count(context_.get()) < limits::kWebSocketReplies;
}

bool WebSocketFrames::close_sent() const { return ::wslay_event_get_close_sent(context_.get()) != 0; }

bool WebSocketFrames::close_received() const { return ::wslay_event_get_close_received(context_.get()) != 0; }

}  // namespace tripline
