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

bool is_loopback(const in_addr& address) { return (ntohl(address.s_addr) >> 24) == kLoopbackNet; }

// Debian 12 builds the server library without IPv6.
Result<in_addr> parse_address(const std::string& text) {
  in_addr address{};
  if (::inet_pton(AF_INET, text.c_str(), &address) == 1) return address;
  return Error{ExitCode::kUsage,
               fmt::format("--address {}: not an IPv4 address; give one like 127.0.0.1, and put a proxy in front for "
                           "IPv6 or a name",
                           text)};
}

Error needs_a_token(const HttpOptions& options) {
  return {ExitCode::kUsage,
          fmt::format("--address {}: others than this machine reach it, and without a token file nothing is served to "
                      "them; make one with `tripline token add configure --file web-tokens` and give --token-file, or "
                      "reach this machine with `ssh -L {}:127.0.0.1:{}`",
                      options.address, options.port, options.port)};
}

Error bind_error(const HttpOptions& options, int reason) {
  if (reason == EADDRINUSE)
    return {ExitCode::kInUse,
            fmt::format("port {} is taken: another process listens on {}:{}; choose another with --port", options.port,
                        options.address, options.port)};
  if (reason == EACCES)
    return {ExitCode::kNoPermission,
            fmt::format("port {} is reserved for root; choose one above 1023 with --port", options.port)};
  if (reason == EADDRNOTAVAIL)
    return {ExitCode::kUsage, fmt::format("--address {}: this machine does not have it; `ip address` lists those that "
                                          "it has",
                                          options.address)};
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

Result<void> check_http_options(const HttpOptions& options, bool login_needed) {
  if (const auto checked = check_guard_options(options.guard); !checked) return checked.error();
  const auto address = parse_address(options.address);
  if (!address) return address.error();
  if (!is_loopback(*address) && !login_needed) return needs_a_token(options);
  return try_bind(options, *address);
}

GuardOptions guard_options(const HttpOptions& options) {
  auto guard = options.guard;
  // "Any address" is no name of this machine.
  if (options.address != "0.0.0.0") guard.hosts.push_back(options.address);
  return guard;
}

}  // namespace tripline
