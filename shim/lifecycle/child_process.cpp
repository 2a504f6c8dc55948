#include "shim/lifecycle/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "shim/lifecycle/drop_capabilities.hpp"

namespace tripline {
namespace {

/// Everything execve() needs, made before fork(): between the two only async-signal-safe calls are allowed.
struct Image {
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  std::vector<char*> argv;
  std::vector<char*> envp;
};

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  for (const auto prefix : prefixes)
    if (text.starts_with(prefix)) return true;
  return false;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

void fill_image(const ChildOptions& options, Image& image) {
  image.arguments = options.command;
  for (char** entry = environ; *entry != nullptr; ++entry)
    if (!starts_with_any(*entry, {"NOTIFY_SOCKET=", "WATCHDOG_"})) image.environment.emplace_back(*entry);
  if (!options.notify_socket.empty()) image.environment.push_back("NOTIFY_SOCKET=" + options.notify_socket);
  image.argv = pointers(image.arguments);
  image.envp = pointers(image.environment);
}

void reset_signals() noexcept {
  for (int number = 1; number < 32; ++number) ::signal(number, SIG_DFL);
  ::signal(SIGPIPE, SIG_IGN);  // a program whose standard error is gone must go on to its orderly end
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool connect_streams(int standard_error) noexcept {
  const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (null < 0 || ::dup2(null, STDIN_FILENO) != STDIN_FILENO) return false;
  if (standard_error >= 0 && ::dup2(standard_error, STDERR_FILENO) != STDERR_FILENO) return false;
  return ::dup2(STDERR_FILENO, STDOUT_FILENO) == STDOUT_FILENO;
}

/// The child between fork() and execve(). The errno of what failed goes to `report`, which execve() closes.
[[noreturn]] void become(const Image& image, const ChildOptions& options, pid_t parent, int report) noexcept {
  ::setpgid(0, 0);
  reset_signals();
  bool ready = connect_streams(options.standard_error);
  if (options.capabilities == Capabilities::kDrop) ready = ready && drop_capabilities();
  ready = ready && ::prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0) == 0;
  if (::getppid() != parent) ::_exit(0);  // the supervisor died before the line above
  if (ready) ::execve(image.argv.front(), image.argv.data(), image.envp.data());
  const int reason = errno;
  [[maybe_unused]] const auto written = ::write(report, &reason, sizeof reason);
  ::_exit(127);
}

std::optional<ChildExit> reap(pid_t pid, int flags) {
  int status = 0;
  if (::waitpid(pid, &status, flags) != pid) return std::nullopt;
  if (WIFSIGNALED(status)) return ChildExit{std::nullopt, WTERMSIG(status)};
  return ChildExit{WEXITSTATUS(status), std::nullopt};
}

Error system_error(const char* what) { return {ExitCode::kSystem, fmt::format("{}: {}", what, std::strerror(errno))}; }

}  // namespace

Result<ChildProcess> ChildProcess::spawn(const ChildOptions& options) {
  Image image;
  fill_image(options, image);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return system_error("a pipe for a child process");
  UniqueFd from_child(ends[0]);
  UniqueFd to_parent(ends[1]);
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return system_error("a child process");
  if (pid == 0) become(image, options, parent, to_parent.get());
  to_parent.reset();
  int reason = 0;
  if (::read(from_child.get(), &reason, sizeof reason) == sizeof reason) {
    reap(pid, 0);
    return Error{ExitCode::kNoInput, fmt::format("{}: cannot be started: {}; build it or install the package",
                                                 options.command.front(), std::strerror(reason))};
  }
  UniqueFd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!pidfd) {
    const auto error = system_error("pidfd_open");
    ::kill(pid, SIGKILL);
    reap(pid, 0);
    return error;
  }
  return ChildProcess(pid, std::move(pidfd));
}

ChildProcess::~ChildProcess() {
  if (!pidfd_) return;
  kill();
  reap(pid_, 0);
}

std::optional<ChildExit> ChildProcess::poll() {
  auto exit = reap(pid_, WNOHANG);
  if (exit) pidfd_.reset();
  return exit;
}

void ChildProcess::terminate() const noexcept {
  if (pidfd_) ::kill(pid_, SIGTERM);
}

void ChildProcess::kill() const noexcept {
  if (pidfd_) ::kill(pid_, SIGKILL);
}

}  // namespace tripline
