#include "tests/shim/support/raw_client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <cstdlib>

namespace tripline::test {

RawClient::RawClient(std::uint16_t port, int receive_buffer)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (receive_buffer > 0) ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(port);
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  connected_ = ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0;
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::string RawClient::receive(std::size_t size, milliseconds wait) {
  pollfd ready{socket_.get(), POLLIN, 0};
  if (::poll(&ready, 1, static_cast<int>(wait.count())) <= 0) return {};
  std::string bytes(size, '\0');
  const auto count = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
  bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return bytes;
}

std::string RawClient::receive_exactly(std::size_t size) {
  std::string bytes;
  while (bytes.size() < size) {
    const auto more = receive(size - bytes.size());
    if (more.empty()) break;
    bytes += more;
  }
  return bytes;
}

std::string RawClient::receive_until(std::string_view mark) {
  std::string bytes;
  while (!bytes.ends_with(mark)) {
    const auto more = receive(1);
    if (more.empty()) break;
    bytes += more;
  }
  return bytes;
}

HttpReply RawClient::receive_reply() {
  HttpReply reply;
  reply.head = receive_until("\r\n\r\n");
  if (reply.head.size() > 12) reply.status = std::atoi(reply.head.c_str() + 9);
  for (auto more = receive(4096); !more.empty(); more = receive(4096)) reply.body += more;
  return reply;
}

HttpReply ask(std::uint16_t port, std::string_view method, std::string_view path, std::string headers,
              std::string_view body) {
  RawClient client(port);
  if (headers.find("Host:") == std::string::npos) headers += fmt::format("Host: 127.0.0.1:{}\r\n", port);
  if (!body.empty()) headers += fmt::format("Content-Length: {}\r\n", body.size());
  client.send(fmt::format("{} {} HTTP/1.1\r\n{}\r\n{}", method, path, headers, body));
  return client.receive_reply();
}

}  // namespace tripline::test
