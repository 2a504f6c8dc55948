#include "shim/lifecycle/supervisor_socket.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr mode_t kOwnerAndGroup = 0660;
constexpr int kRequestsATurn = 16;

bool may_ask(const ucred& sender) noexcept {
  return sender.pid != 0 && (sender.uid == 0 || sender.uid == ::geteuid() || sender.gid == ::getegid());
}

Result<void> obey_text(std::string_view text, const SupervisorSocket::Obey& obey) {
  const auto space = text.find(' ');
  const auto verb = verb_from(text.substr(0, space));
  if (text.size() > limits::kLifecycleLineBytes || space == std::string_view::npos || !verb)
    return Error{ExitCode::kUsage, "ask for `start UNIT`, `stop UNIT` or `restart UNIT`"};
  return obey(*verb, text.substr(space + 1));
}

Result<void> judge(const Datagram& request, const SupervisorSocket::Obey& obey) {
  if (may_ask(request.sender)) return obey_text(request.text, obey);
  return Error{ExitCode::kNoPermission,
               fmt::format("user {} may not control this rig; only its own user and group may", request.sender.uid)};
}

}  // namespace

Result<SupervisorSocket> SupervisorSocket::create(const std::filesystem::path& run_dir) {
  auto socket = DatagramSocket::bind(path_of(run_dir), kOwnerAndGroup);
  if (!socket) return socket.error();
  return SupervisorSocket(std::move(*socket));
}

void SupervisorSocket::serve(const Obey& obey) const {
  for (int turn = 0; turn < kRequestsATurn; ++turn) {
    const auto request = socket_.receive();
    if (!request) return;
    const auto done = judge(*request, obey);
    auto answer = done ? "ok" : fmt::format("{} {}", static_cast<int>(done.error().code), done.error().message);
    if (answer.size() > limits::kLifecycleLineBytes) answer.resize(limits::kLifecycleLineBytes);
    socket_.answer(*request, answer);
  }
}

Result<void> read_answer(std::string_view answer) {
  if (answer == "ok") return {};
  int code = 0;
  const auto [end, error] = std::from_chars(answer.data(), answer.data() + answer.size(), code);
  if (error != std::errc() || end == answer.data() + answer.size() || *end != ' ')
    return Error{ExitCode::kUnavailable, "the supervisor gave no answer that can be read; is it of another version?"};
  return Error{static_cast<ExitCode>(code), std::string(end + 1, answer.data() + answer.size())};
}

}  // namespace tripline
