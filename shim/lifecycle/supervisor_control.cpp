#include "shim/lifecycle/supervisor_control.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

#include "rt/base/limits.hpp"
#include "rt/base/unique_fd.hpp"
#include "shim/lifecycle/supervisor_socket.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookAgain = 20ms;

/// A socket with an address of its own, which an answer can be sent to, connected to the supervisor's.
UniqueFd connect_to(const std::filesystem::path& path) {
  sockaddr_un server{};
  server.sun_family = AF_UNIX;
  if (path.native().size() >= sizeof server.sun_path) return {};
  path.native().copy(server.sun_path, sizeof server.sun_path - 1);
  UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const sockaddr_un any{AF_UNIX, {}};
  if (!socket || ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&any), sizeof any.sun_family) != 0 ||
      ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0)
    return {};
  return socket;
}

/// Nothing: not there yet. A process that has ended, but of whose end the supervisor has not said anything so far, is
/// still named in the state.
std::optional<Result<Outcome>> reached(Verb verb, const UnitState& state) {
  if (state.pid != 0 && (state.phase == UnitPhase::kStopped || state.phase == UnitPhase::kFailed)) return std::nullopt;
  if (verb == Verb::kStop)
    return state.phase == UnitPhase::kStopped ? std::optional(Result<Outcome>(Outcome::kDone)) : std::nullopt;
  if (state.phase == UnitPhase::kRunning) return Outcome::kDone;
  if (state.phase == UnitPhase::kFailed) return Error{ExitCode::kSystem, "the core failed to start: " + state.reason};
  return std::nullopt;
}

}  // namespace

Result<void> SupervisorControl::send(Verb verb) const {
  const auto path = SupervisorSocket::path_of(run_dir_.path);
  const auto socket = connect_to(path);
  const auto request = fmt::format("{} core", to_text(verb));
  if (!socket || ::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0) {
    const auto code = errno == EACCES ? ExitCode::kNoPermission : ExitCode::kUnavailable;
    return Error{code, fmt::format("the supervisor does not take requests at {}: {}; is `tripline rig run` alive?",
                                   path.string(), std::strerror(errno))};
  }
  pollfd waiting{socket.get(), POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(limits::kLifecycleAnswer / 1ms)) != 1)
    return Error{ExitCode::kUnavailable, "the supervisor does not answer; is `tripline rig run` stopped or stuck?"};
  std::array<char, limits::kLifecycleLineBytes> answer{};
  const auto size = ::recv(socket.get(), answer.data(), answer.size(), 0);
  return read_answer({answer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))});
}

Result<Outcome> SupervisorControl::ask(Verb verb, MonoTime until) {
  if (const auto sent = send(verb); !sent) return sent.error();
  do {
    const auto now = state();
    if (!now) return Error{ExitCode::kUnavailable, "the supervisor is gone; start it again with `tripline rig run`"};
    if (auto end = reached(verb, *now)) return *end;
    std::this_thread::sleep_for(kLookAgain);
  } while (MonoClock::now() < until);
  return Outcome::kPending;
}

}  // namespace tripline
