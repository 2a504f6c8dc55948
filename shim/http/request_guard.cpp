#include "shim/http/request_guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace tripline {
namespace {

constexpr std::array<std::string_view, 3> kLoopbackNames{"localhost", "127.0.0.1", "[::1]"};
constexpr std::size_t kPortDigits = 5;

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= kPortDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_ours(std::string_view host) {
  return std::any_of(kLoopbackNames.begin(), kLoopbackNames.end(), [&](std::string_view name) {
    if (!host.starts_with(name)) return false;
    const auto rest = host.substr(name.size());
    return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
  });
}

bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }

bool is_same_origin(const Request& request) {
  const auto origin = request.header("Origin");
  return origin.empty() || origin == "http://" + std::string(request.header("Host"));
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

bool offers_protocol(std::string_view list, const SocketEndpoint& endpoint) {
  if (list.empty()) return !endpoint.protocol_needed;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    const auto& known = endpoint.protocols;
    if (std::find(known.begin(), known.end(), trimmed(list.substr(0, comma))) != known.end()) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

std::string choices(const SocketEndpoint& endpoint) {
  return fmt::format("{}{}", fmt::join(endpoint.protocols, " or "), endpoint.protocol_needed ? "" : " or none");
}

}  // namespace

std::optional<Response> guard(const Request& request, const SocketEndpoint* endpoint) {
  if (!is_ours(request.header("Host")))
    return problem(403, "the Host header must name this machine: 127.0.0.1 or localhost");
  if ((endpoint != nullptr || !is_safe(request.method)) && !is_same_origin(request))
    return problem(403, "the Origin header names another page; only the page from this server is served");
  if (endpoint != nullptr && !offers_protocol(request.header("Sec-WebSocket-Protocol"), *endpoint))
    return problem(400, "unknown WebSocket subprotocol", {"Sec-WebSocket-Protocol", "offer " + choices(*endpoint)});
  return std::nullopt;
}

}  // namespace tripline
