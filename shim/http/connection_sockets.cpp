#include "shim/http/connection_sockets.hpp"

#include <arpa/inet.h>
#include <civetweb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <charconv>
#include <filesystem>
#include <string>
#include <string_view>

namespace tripline {
namespace {

using NameOf = int (*)(int, sockaddr*, socklen_t*);

// The IPv4 address at one end of a descriptor's connection; port 0 when it has none.
sockaddr_in end_of(NameOf name_of, int fd) {
  sockaddr_storage name{};
  socklen_t size = sizeof name;
  if (name_of(fd, reinterpret_cast<sockaddr*>(&name), &size) != 0 || name.ss_family != AF_INET) return {};
  return reinterpret_cast<const sockaddr_in&>(name);
}

bool belongs_to(int fd, const mg_request_info& info) {
  const auto local = end_of(::getsockname, fd);
  if (ntohs(local.sin_port) != info.server_port) return false;
  const auto peer = end_of(::getpeername, fd);
  in_addr remote{};
  ::inet_pton(AF_INET, static_cast<const char*>(info.remote_addr), &remote);
  return ntohs(peer.sin_port) == info.remote_port && peer.sin_addr.s_addr == remote.s_addr;
}

ConnectionSocket socket_of(int fd) {
  struct stat facts {};
  return ::fstat(fd, &facts) == 0 ? ConnectionSocket{fd, facts.st_ino} : ConnectionSocket{};
}

// Until `look` says that it has seen enough.
void for_each_descriptor(const std::function<bool(int fd)>& look) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", ignored)) {
    const auto name = entry.path().filename().string();
    int fd = -1;
    std::from_chars(name.data(), name.data() + name.size(), fd);
    if (look(fd)) return;
  }
}

}  // namespace

void for_each_connection(std::uint16_t port, const std::function<void(const ConnectionSocket&)>& look) {
  for_each_descriptor([&](int fd) {
    // The listening socket has no peer.
    if (ntohs(end_of(::getsockname, fd).sin_port) == port && end_of(::getpeername, fd).sin_port != 0)
      look(socket_of(fd));
    return false;
  });
}

ConnectionSocket connection_socket(const mg_connection& connection) {
  const auto& info = *::mg_get_request_info(&connection);
  ConnectionSocket found;
  for_each_descriptor([&](int fd) {
    if (!belongs_to(fd, info)) return false;
    found = socket_of(fd);
    return true;
  });
  return found;
}

void end_sockets(std::uint16_t port) {
  for_each_descriptor([&](int fd) {
    if (ntohs(end_of(::getsockname, fd).sin_port) == port) ::shutdown(fd, SHUT_RDWR);
    return false;
  });
}

}  // namespace tripline
