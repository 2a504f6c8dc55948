#include "shim/http/exchange.hpp"

#include <civetweb.h>
#include <fmt/format.h>

#include <string_view>

#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"

namespace tripline {
namespace {

// Only from here, only as files, nothing embedded anywhere, nothing told to other sites.
constexpr std::string_view kSecurityHeaders =
    "Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "object-src 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

std::string text(const char* value) { return value == nullptr ? std::string() : std::string(value); }

std::size_t body_size(const Response& response) {
  return response.static_body.empty() ? response.body.size() : response.static_body.size();
}

std::string head_of(const Response& response) {
  auto head = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  if (!response.content_type.empty()) head += fmt::format("Content-Type: {}\r\n", response.content_type);
  for (const auto& header : response.headers) head += fmt::format("{}: {}\r\n", header.name, header.value);
  // Of a 304 it would be the length of what is not sent.
  if (response.status != 304) head += fmt::format("Content-Length: {}\r\n", body_size(response));
  head += "Connection: close\r\n";
  head += kSecurityHeaders;
  return head + "\r\n";
}

}  // namespace

Request read_head(const mg_connection& connection) {
  const auto& info = *::mg_get_request_info(&connection);
  Request request{text(info.request_method), text(info.local_uri), text(info.query_string), {}, {}};
  for (int i = 0; i < info.num_headers; ++i)
    request.headers.push_back({text(info.http_headers[i].name), text(info.http_headers[i].value)});
  return request;
}

std::optional<Response> read_body(mg_connection& connection, Request& request) {
  if (!request.header("Transfer-Encoding").empty()) return problem(411, "send a Content-Length instead of chunks");
  const auto length = ::mg_get_request_info(&connection)->content_length;
  if (length <= 0) return std::nullopt;
  if (static_cast<unsigned long long>(length) > limits::kHttpBodyBytes)
    return problem(413, fmt::format("the body has {} bytes; at most {} are taken", length, limits::kHttpBodyBytes));
  const auto deadline = MonoClock::now() + limits::kHttpBodyTime;
  // mg_read() waits until it has all it was asked for, or the client is silent for kHttpStall. Byte by byte, a client
  // that trickles meets the deadline.
  for (char byte = 0; request.body.size() < static_cast<std::size_t>(length); request.body.push_back(byte))
    if (MonoClock::now() >= deadline || ::mg_read(&connection, &byte, 1) != 1)
      return problem(408, "the body did not arrive in time");
  return std::nullopt;
}

void write_response(mg_connection& connection, const Response& response, bool with_body) {
  auto bytes = head_of(response);
  if (with_body) bytes += response.body;
  // A failed write means that the client is gone: nobody is left to tell.
  if (::mg_write(&connection, bytes.data(), bytes.size()) <= 0 || !with_body) return;
  if (!response.static_body.empty()) ::mg_write(&connection, response.static_body.data(), response.static_body.size());
}

}  // namespace tripline
