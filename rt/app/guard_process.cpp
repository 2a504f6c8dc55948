#include "rt/app/guard_process.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr char kGoodbye = 'b';

std::string guard_program() {
  std::error_code error;
  return (std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "tripline-guard").string();
}

Error does_not_run(const std::string& why) {
  return {ExitCode::kSystem, fmt::format("guard {}: {}; build or install it beside the core", guard_program(), why)};
}

/// posix_spawn()'s own two objects.
struct SpawnPlan {
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
  explicit SpawnPlan(int standard_input) noexcept {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, standard_input, STDIN_FILENO);
    // A line that was passed to the core (--can-fd) must hang up with the core, not with the guard.
    ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
};

int spawn(const std::vector<std::string>& lines, int standard_input, pid_t& pid) {
  std::vector<std::string> words{guard_program(), "--watch"};
  words.insert(words.end(), lines.begin(), lines.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const SpawnPlan plan(standard_input);
  return ::posix_spawn(&pid, argv[0], &plan.actions, &plan.attributes, argv.data(), environ);
}

/// True when the other end said something, or is gone, in time; `got` is what recv() said of it.
bool wait_for_word(int socket, ssize_t& got) {
  pollfd waiting{socket, POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(limits::kGuardStart / std::chrono::milliseconds(1))) <= 0) return false;
  char byte = 0;
  got = ::recv(socket, &byte, 1, 0);
  return true;
}

}  // namespace

Result<std::unique_ptr<GuardProcess>> GuardProcess::start(const std::vector<std::string>& lines) {
  std::array<int, 2> ends{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return does_not_run(std::strerror(errno));
  UniqueFd ours(ends[0]);
  UniqueFd its(ends[1]);
  pid_t pid = 0;
  if (const int error = spawn(lines, its.get(), pid); error != 0) return does_not_run(std::strerror(error));
  its.reset();
  std::unique_ptr<GuardProcess> guard(new GuardProcess(pid, std::move(ours)));
  ssize_t got = 0;
  if (!wait_for_word(guard->socket_.get(), got) || got != 1) return does_not_run("it did not get ready");
  return guard;
}

GuardProcess::~GuardProcess() {
  ::send(socket_.get(), &kGoodbye, 1, MSG_NOSIGNAL);
  ssize_t got = 0;
  if (wait_for_word(socket_.get(), got)) ::waitpid(pid_, nullptr, 0);
}

bool GuardProcess::is_alive() const noexcept {
  char byte = 0;
  return ::recv(socket_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0;
}

std::vector<std::string> guard_arguments(const wire::StrobeT& config, const std::filesystem::path& sim_file) {
  if (config.output == wire::StrobeOutput::none) return {};
  if (config.output == wire::StrobeOutput::sim) return {"--sim", sim_file.string()};
  if (config.output == wire::StrobeOutput::spidev) return {"--spidev", config.spi_device};
  std::vector<std::string> arguments{"--gpiod", config.chip, config.active_low ? "--line-low" : "--line", config.line};
  for (const auto& line : config.lines)
    arguments.insert(arguments.end(), {line->active_low ? "--line-low" : "--line", line->line});
  return arguments;
}

Result<void> leave_guard_arguments(const std::vector<std::string>& arguments, const std::filesystem::path& file) {
  std::ofstream stream(file, std::ios::trunc);
  for (const auto& argument : arguments) stream << argument << '\n';
  if (stream.flush()) return {};
  return Error{ExitCode::kCannotCreate, fmt::format("{}: cannot write; is the run directory writable?", file.string())};
}

}  // namespace tripline
