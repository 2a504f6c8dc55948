#include "shim/cli/local_port.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cstdio>
#include <string_view>

#include "rt/base/limits.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// The port that could be bound, 0 when it is taken. A server's old connections in TIME_WAIT do not count.
std::uint16_t try_port(std::uint16_t port) {
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int on = 1;
  auto address = loopback(port);
  socklen_t size = sizeof address;
  if (!socket || ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      ::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(socket.get(), 1) != 0 ||
      ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
    return 0;
  return ntohs(address.sin_port);
}

}  // namespace

Result<std::uint16_t> choose_port(std::optional<std::uint16_t> wanted) {
  if (wanted) {
    if (const auto port = try_port(*wanted); port != 0) return port;
    return Error{ExitCode::kInUse, fmt::format("port {} is taken or may not be bound; choose another with --port, or "
                                               "leave --port out to get the next free one",
                                               *wanted)};
  }
  for (std::uint16_t port = limits::kRigPortFirst; port <= limits::kRigPortLast; ++port) {
    if (try_port(port) == 0) continue;
    if (port != limits::kRigPortFirst) fmt::print(stderr, "{} is taken; using {}\n", limits::kRigPortFirst, port);
    return port;
  }
  return Error{ExitCode::kInUse, fmt::format("ports {} to {} are all taken; choose one with --port",
                                             limits::kRigPortFirst, limits::kRigPortLast)};
}

bool is_port_free(std::uint16_t port) { return try_port(port) != 0; }

bool page_answers(std::uint16_t port) {
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval patience{1, 0};
  const auto address = loopback(port);
  const auto request = fmt::format("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", port);
  std::array<char, 64> reply{};
  if (!socket || ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0 ||
      ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) != 0 ||
      ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
    return false;
  const auto size = ::recv(socket.get(), reply.data(), reply.size(), MSG_WAITALL);
  return size > 0 && std::string_view(reply.data(), static_cast<std::size_t>(size)).starts_with("HTTP/1.1 200");
}

}  // namespace tripline
