#include "shim/http/connection_socket.hpp"

#include <arpa/inet.h>
#include <civetweb.h>
#include <netinet/in.h>
#include <sys/socket.h>

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
  const auto peer = end_of(::getpeername, fd);
  const auto local = end_of(::getsockname, fd);
  in_addr remote{};
  ::inet_pton(AF_INET, static_cast<const char*>(info.remote_addr), &remote);
  return ntohs(peer.sin_port) == info.remote_port && ntohs(local.sin_port) == info.server_port &&
         peer.sin_addr.s_addr == remote.s_addr;
}

// The first of this process's descriptors that `wanted` says yes to; -1: none.
template <typename Wanted>
int find_descriptor(Wanted wanted) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", ignored)) {
    const auto name = entry.path().filename().string();
    int fd = -1;
    std::from_chars(name.data(), name.data() + name.size(), fd);
    if (wanted(fd)) return fd;
  }
  return -1;
}

}  // namespace

int connection_socket(const mg_connection& connection) {
  const auto& info = *::mg_get_request_info(&connection);
  return find_descriptor([&](int fd) { return belongs_to(fd, info); });
}

void end_sockets(std::uint16_t port) {
  find_descriptor([&](int fd) {
    if (ntohs(end_of(::getsockname, fd).sin_port) == port) ::shutdown(fd, SHUT_RDWR);
    return false;
  });
}

}  // namespace tripline
