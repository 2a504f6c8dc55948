#include "tests/shim/support/program.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "tests/shim/support/wait_until.hpp"

namespace tripline::test {

Program::Program(const std::string& path, std::vector<std::string> arguments, std::filesystem::path log)
    : log_(std::move(log)) {
  arguments.insert(arguments.begin(), path);
  std::vector<char*> list;
  list.reserve(arguments.size() + 1);
  for (auto& argument : arguments) list.push_back(argument.data());
  list.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (::posix_spawn(&pid_, path.c_str(), &actions, nullptr, list.data(), environ) != 0) pid_ = -1;
  ::posix_spawn_file_actions_destroy(&actions);
}

Program::~Program() {
  if (pid_ <= 0) return;
  signal(SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Program::signal(int number) const noexcept {
  if (pid_ > 0) ::kill(pid_, number);
}

std::optional<int> Program::wait(std::chrono::milliseconds limit) {
  int status = 0;
  if (pid_ <= 0 || !wait_until([&] { return ::waitpid(pid_, &status, WNOHANG) == pid_; }, limit)) return std::nullopt;
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::string Program::log() const {
  std::ifstream file(log_);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bool Program::wait_log(const std::string& text) const {
  return wait_until([&] { return log().find(text) != std::string::npos; });
}

}  // namespace tripline::test
