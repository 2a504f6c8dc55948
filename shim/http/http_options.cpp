#include "shim/http/http_options.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "rt/base/unique_fd.hpp"

namespace tripline {
namespace {

constexpr std::uint32_t kLoopbackNet = 127;

bool parse_loopback(const std::string& text, in_addr& address) {
  return ::inet_pton(AF_INET, text.c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24) == kLoopbackNet;
}

Error bind_error(const HttpOptions& options, int reason) {
  if (reason == EADDRINUSE)
    return {ExitCode::kInUse,
            fmt::format("port {} is taken: another process listens on {}:{}; choose another with --port", options.port,
                        options.address, options.port)};
  if (reason == EACCES)
    return {ExitCode::kNoPermission,
            fmt::format("port {} is reserved for root; choose one above 1023 with --port", options.port)};
  return {ExitCode::kSystem, fmt::format("cannot listen on {}:{}: {}; choose another with --address or --port",
                                         options.address, options.port, std::strerror(reason))};
}

// The server library does not say why it could not bind; an own socket does.
Result<void> try_bind(const HttpOptions& options, in_addr address) {
  const UniqueFd probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int on = 1;
  ::setsockopt(probe.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(options.port);
  name.sin_addr = address;
  if (::bind(probe.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0) {
    // Two sockets may be bound with SO_REUSEADDR as long as none listens.
    if (::listen(probe.get(), 1) == 0) return {};
  }
  return bind_error(options, errno);
}

}  // namespace

Result<void> check_http_options(const HttpOptions& options) {
  in_addr address{};
  if (!parse_loopback(options.address, address))
    return Error{ExitCode::kUsage,
                 fmt::format("--address {}: not a loopback address (127.0.0.1), and without a token nothing else is "
                             "served; reach this machine with `ssh -L {}:127.0.0.1:{}`",
                             options.address, options.port, options.port)};
  return try_bind(options, address);
}

}  // namespace tripline
