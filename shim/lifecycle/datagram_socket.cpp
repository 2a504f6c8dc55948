#include "shim/lifecycle/datagram_socket.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace tripline {

Result<DatagramSocket> DatagramSocket::bind(const std::filesystem::path& path, mode_t mode) {
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
      ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::chmod(path.c_str(), mode) != 0)
    return failed(std::strerror(errno));
  return DatagramSocket(std::move(socket), path.string());
}

DatagramSocket::~DatagramSocket() {
  if (socket_) ::unlink(path_.c_str());
}

std::optional<Datagram> DatagramSocket::receive() const {
  Datagram datagram;
  std::array<char, 4096> text;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred))> control;
  iovec buffer{text.data(), text.size()};
  msghdr message{};
  message.msg_name = &datagram.from;
  message.msg_namelen = sizeof datagram.from;
  message.msg_iov = &buffer;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const auto size = ::recvmsg(socket_.get(), &message, MSG_CMSG_CLOEXEC);
  if (size < 0) return std::nullopt;
  datagram.text.assign(text.data(), static_cast<std::size_t>(size));
  datagram.from_bytes = message.msg_namelen;
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_CREDENTIALS)
    std::memcpy(&datagram.sender, CMSG_DATA(header), sizeof datagram.sender);
  return datagram;
}

void DatagramSocket::answer(const Datagram& to, std::string_view text) const {
  ::sendto(socket_.get(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
           reinterpret_cast<const sockaddr*>(&to.from), to.from_bytes);
}

}  // namespace tripline
