// RawClient: a TCP connection to a server under test, byte by byte, so that a test can also misbehave.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "rt/base/unique_fd.hpp"

namespace tripline::test {

using std::chrono::milliseconds;

struct HttpReply {
  int status = 0;
  std::string head;  ///< status line and headers, as they came
  std::string body;

  bool has_header(std::string_view line) const {
    return head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
  }
};

class RawClient {
 public:
  /// Connects; `receive_buffer` bytes of kernel buffer, 0: the system's default.
  explicit RawClient(std::uint16_t port, int receive_buffer = 0);

  bool connected() const noexcept { return connected_; }
  /// False when the other side has closed.
  bool send(std::string_view bytes);
  /// Up to `size` bytes, as soon as there are some; "" at the end or after `wait`.
  std::string receive(std::size_t size, milliseconds wait = milliseconds(10'000));
  /// Exactly `size` bytes, or less at the end.
  std::string receive_exactly(std::size_t size);
  /// Everything up to and with `mark`, or less at the end.
  std::string receive_until(std::string_view mark);
  /// A whole reply; the server closes behind it.
  HttpReply receive_reply();

 private:
  UniqueFd socket_;
  bool connected_ = false;
};

/// One request on a connection of its own. `headers` are whole lines with CRLF; Host is added unless it is in there.
HttpReply ask(std::uint16_t port, std::string_view method, std::string_view path, std::string headers = {},
              std::string_view body = {});

}  // namespace tripline::test
