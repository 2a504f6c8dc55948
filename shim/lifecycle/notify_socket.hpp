// NotifySocket: where children say that they are ready, as sd_notify(3) does it under systemd.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"

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
  ~NotifySocket();
  NotifySocket(NotifySocket&&) noexcept = default;
  NotifySocket& operator=(NotifySocket&&) = delete;

  int fd() const noexcept { return socket_.get(); }
  const std::string& path() const noexcept { return path_; }
  /// The next datagram; nothing when none waits.
  std::optional<Notification> receive() const;

 private:
  NotifySocket(UniqueFd socket, std::string path) : socket_(std::move(socket)), path_(std::move(path)) {}

  UniqueFd socket_;
  std::string path_;
};

/// The lines of one datagram.
Notification parse_notification(std::string_view text);

}  // namespace tripline
