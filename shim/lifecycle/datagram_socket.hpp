// DatagramSocket: a Unix socket in the run directory that takes datagrams and knows who sent them.
#pragma once

#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {

struct Datagram {
  std::string text;  ///< cut at 4096 bytes
  ucred sender{};    ///< as the kernel vouches for it; pid 0: it did not
  sockaddr_un from{};
  socklen_t from_bytes = 0;
};

/// Owns the socket file and removes it at the end.
class DatagramSocket {
 public:
  /// Binds `path`, replacing a leftover; `mode` says who may send. Errors: kCannotCreate.
  static Result<DatagramSocket> bind(const std::filesystem::path& path, mode_t mode);
  ~DatagramSocket();
  DatagramSocket(DatagramSocket&&) noexcept = default;
  DatagramSocket& operator=(DatagramSocket&&) = delete;

  int fd() const noexcept { return socket_.get(); }
  const std::string& path() const noexcept { return path_; }
  /// The next datagram; nothing when none waits.
  std::optional<Datagram> receive() const;
  /// To the sender of `to`, if it listens; never waits.
  void answer(const Datagram& to, std::string_view text) const;

 private:
  DatagramSocket(UniqueFd socket, std::string path) : socket_(std::move(socket)), path_(std::move(path)) {}

  UniqueFd socket_;
  std::string path_;
};

}  // namespace tripline
