#include "shim/http/web_socket.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <utility>

#include "rt/base/check.hpp"
#include "rt/base/limits.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 250ms;  // how late a stall or a silence may be noticed

bool is_ready(const pollfd& item, int what) { return (item.revents & what) != 0; }

}  // namespace

WebSocket::WebSocket(int fd, PageCounts& counts)
    : fd_(fd),
      counts_(counts),
      wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      frames_(fd, [this](const SocketMessage& message) { receive(message); }),
      moved_(MonoClock::now()),
      heard_(moved_),
      second_(moved_) {
  RT_CHECK(wake_.valid());
  ++counts_.open;
}

WebSocket::~WebSocket() { --counts_.open; }

void WebSocket::run(const SocketEndpoint& endpoint) {
  session_ = endpoint.open(*this);
  while (turn()) continue;
  session_.reset();
  ::shutdown(fd_, SHUT_WR);
  linger();
  ::shutdown(fd_, SHUT_RDWR);
}

void WebSocket::send(LiveMessage message) {
  {
    const std::lock_guard lock(mutex_);
    if (closing_) return;
    counts_.dropped += queue_.push(std::move(message));
  }
  wake();
}

void WebSocket::close(CloseCode code, std::string_view reason) {
  {
    const std::lock_guard lock(mutex_);
    if (closing_) return;
    closing_ = {code, std::string(reason)};
    queue_.clear();
  }
  wake();
}

void WebSocket::wake() const noexcept {
  const std::uint64_t one = 1;
  // It fails only when the counter is full: then the loop is awake.
  [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
}

void WebSocket::receive(const SocketMessage& message) {
  const auto now = MonoClock::now();
  if (now - second_ >= 1s) {
    second_ = now;
    messages_ = 0;
  }
  if (++messages_ > limits::kWebSocketMessagesPerSecond) return close(CloseCode::kPolicy, "too many messages a second");
  if (!close_queued_) session_->receive(message);
}

bool WebSocket::turn() {
  if (!write_all()) return false;
  if (frames_.close_sent() && frames_.close_received()) return false;
  if (frames_.close_sent() && !end_at_) end_at_ = MonoClock::now() + limits::kWebClose;
  return wait() && is_alive(MonoClock::now());
}

// Until nothing waits or the socket is full. One wake may stand for a whole queue; what comes in meanwhile wakes again.
bool WebSocket::write_all() {
  for (std::size_t i = 0; i <= limits::kWebSocketQueue; ++i) {
    refill();
    if (!frames_.wants_write()) return true;
    if (!frames_.write()) return false;
    if (frames_.wants_write()) return true;
  }
  return true;
}

void WebSocket::refill() {
  while (!frames_.wants_write() && !close_queued_) {
    std::optional<LiveMessage> next;
    {
      const std::lock_guard lock(mutex_);
      if (closing_) {
        frames_.close(closing_->code, closing_->reason);
        close_queued_ = true;
        return;
      }
      next = queue_.pop();
    }
    if (!next) return;
    if (const auto bytes = session_->wire(*next); !bytes.empty()) frames_.queue(next->is_text, bytes);
  }
}

bool WebSocket::wait() {
  const auto reads = static_cast<short>(frames_.wants_read() ? POLLIN : 0);
  const auto writes = static_cast<short>(frames_.wants_write() ? POLLOUT : 0);
  std::array<pollfd, 2> items{{{fd_, static_cast<short>(reads | writes), 0}, {wake_.get(), POLLIN, 0}}};
  const auto longest = end_at_ ? std::chrono::milliseconds(limits::kWebClose) : std::chrono::milliseconds(kLook);
  ::poll(items.data(), items.size(), static_cast<int>(longest.count()));
  if (is_ready(items[1], POLLIN)) {
    std::uint64_t times = 0;
    [[maybe_unused]] const auto read = ::read(wake_.get(), &times, sizeof times);
  }
  if (is_ready(items[0], POLLERR | POLLHUP) && !is_ready(items[0], POLLIN)) return false;
  if (reads == 0 || !is_ready(items[0], POLLIN) || frames_.read()) return true;
  // Nothing more comes; what the client is owed, a close frame, goes all the same.
  if (frames_.wants_write()) frames_.write();
  return false;
}

bool WebSocket::is_alive(MonoTime now) {
  if (end_at_) return now < *end_at_;
  if (frames_.sent() != sent_ || !frames_.wants_write()) moved_ = now;
  sent_ = frames_.sent();
  if (now - moved_ >= limits::kWebSocketStall) {
    ++counts_.cut_short;
    return false;
  }
  if (frames_.received() != received_) {
    heard_ = now;
    pinged_ = false;
  }
  received_ = frames_.received();
  if (!pinged_ && now - heard_ >= limits::kWebSocketPing) {
    frames_.ping();
    pinged_ = true;
  }
  return now - heard_ < limits::kWebSocketSilence;
}

void WebSocket::linger() const {
  const auto deadline = MonoClock::now() + limits::kWebClose;
  std::array<char, 4096> waste{};
  while (MonoClock::now() < deadline) {
    pollfd item{fd_, POLLIN, 0};
    if (::poll(&item, 1, static_cast<int>(std::chrono::milliseconds(limits::kWebClose).count())) <= 0) return;
    if (::recv(fd_, waste.data(), waste.size(), MSG_DONTWAIT) <= 0) return;
  }
}

}  // namespace tripline
