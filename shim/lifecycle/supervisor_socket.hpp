// SupervisorSocket: where the web process asks the supervisor to start, stop or restart a unit: `restart core`.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "rt/base/result.hpp"
#include "shim/lifecycle/datagram_socket.hpp"
#include "shim/lifecycle/verb.hpp"

namespace tripline {

/// One datagram a request, one datagram an answer: `ok`, or `<exit code> <one line>`. Mode 0660; and the sender must be
/// root, this user or in this group, as the kernel vouches for it. Thread: one.
class SupervisorSocket {
 public:
  using Obey = std::function<Result<void>(Verb verb, std::string_view unit)>;

  /// `<run_dir>/supervisor.sock`. Errors: kCannotCreate.
  static Result<SupervisorSocket> create(const std::filesystem::path& run_dir);
  static std::filesystem::path path_of(const std::filesystem::path& run_dir) { return run_dir / "supervisor.sock"; }

  int fd() const noexcept { return socket_.fd(); }
  /// Reads what waits, has it done, and answers.
  void serve(const Obey& obey) const;

 private:
  explicit SupervisorSocket(DatagramSocket socket) : socket_(std::move(socket)) {}

  DatagramSocket socket_;
};

/// What an answer says. Errors: the one in the answer; kUnavailable when it is none.
Result<void> read_answer(std::string_view answer);

}  // namespace tripline
