// NotifySocket: where children say that they are ready, as sd_notify(3) does it under systemd.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "rt/base/result.hpp"
#include "shim/lifecycle/datagram_socket.hpp"

namespace tripline {

/// One datagram of a child.
struct Notification {
  pid_t pid = 0;  ///< the sender, as the kernel vouches for it
  bool ready = false;
  std::optional<std::string> status;  ///< one line for a person
};

/// Owns the socket file and removes it at the end.
class NotifySocket {
 public:
  /// Binds `path`, replacing a leftover. Errors: kCannotCreate.
  static Result<NotifySocket> create(const std::filesystem::path& path);

  int fd() const noexcept { return socket_.fd(); }
  const std::string& path() const noexcept { return socket_.path(); }
  /// The next datagram; nothing when none waits.
  std::optional<Notification> receive() const;

 private:
  explicit NotifySocket(DatagramSocket socket) : socket_(std::move(socket)) {}

  DatagramSocket socket_;
};

/// The lines of one datagram.
Notification parse_notification(std::string_view text);

}  // namespace tripline
