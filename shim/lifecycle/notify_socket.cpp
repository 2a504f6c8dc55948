#include "shim/lifecycle/notify_socket.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace tripline {

Result<NotifySocket> NotifySocket::create(const std::filesystem::path& path) {
  const auto failed = [&path](const char* why) {
    return Error{ExitCode::kCannotCreate, fmt::format("{}: cannot be made: {}", path.string(), why)};
  };
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.native().size() >= sizeof address.sun_path) return failed("the path is longer than 107 bytes");
  path.native().copy(address.sun_path, sizeof address.sun_path - 1);
  UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int on = 1;
  ::unlink(path.c_str());
  if (!socket || ::setsockopt(socket.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0 ||
      ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return failed(std::strerror(errno));
  return NotifySocket(std::move(socket), path.string());
}

NotifySocket::~NotifySocket() {
  if (socket_) ::unlink(path_.c_str());
}

std::optional<Notification> NotifySocket::receive() const {
  std::array<char, 4096> text;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred))> control;
  iovec buffer{text.data(), text.size()};
  msghdr message{};
  message.msg_iov = &buffer;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const auto size = ::recvmsg(socket_.get(), &message, MSG_CMSG_CLOEXEC);
  if (size < 0) return std::nullopt;
  auto notification = parse_notification({text.data(), static_cast<std::size_t>(size)});
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_CREDENTIALS) {
    ucred sender{};
    std::memcpy(&sender, CMSG_DATA(header), sizeof sender);
    notification.pid = sender.pid;
  }
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
