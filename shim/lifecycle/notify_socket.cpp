#include "shim/lifecycle/notify_socket.hpp"

namespace tripline {
namespace {

constexpr mode_t kOwnerAlone = 0700;  // the children run as the supervisor's user

}  // namespace

Result<NotifySocket> NotifySocket::create(const std::filesystem::path& path) {
  auto socket = DatagramSocket::bind(path, kOwnerAlone);
  if (!socket) return socket.error();
  return NotifySocket(std::move(*socket));
}

std::optional<Notification> NotifySocket::receive() const {
  const auto datagram = socket_.receive();
  if (!datagram) return std::nullopt;
  auto notification = parse_notification(datagram->text);
  notification.pid = datagram->sender.pid;
  return notification;
}

Notification parse_notification(std::string_view text) {
  constexpr std::string_view kStatus = "STATUS=";
  Notification notification;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    if (line == "READY=1") notification.ready = true;
    if (line.starts_with(kStatus)) notification.status = line.substr(kStatus.size());
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return notification;
}

}  // namespace tripline
