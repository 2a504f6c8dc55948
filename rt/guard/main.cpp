// tripline-guard: puts the strobe's lines to rest when the core is gone without a goodbye: kernels of Raspberry Pis
// keep outputs driven after their holder died.
//   tripline-guard --watch LINES       waits on standard input, whose other end only the core holds
//   tripline-guard --now LINES         at once
//   tripline-guard --now --from FILE   at once, the lines that the core left in its run directory (guard.lines)
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <vector>

#include "rt/base/time.hpp"
#include "rt/guard/guarded_lines.hpp"

namespace tripline {
namespace {

constexpr int kPriority = 60;  // below what fires, above the kernel's interrupt threads
constexpr char kReady = 'r';

int fail(const Error& error) {
  std::fprintf(stderr, "tripline-guard: %s\n", error.message.c_str());
  return static_cast<int>(error.code);
}

/// It must outlive whatever ends the core, and be quick when it comes to it.
void outlive_the_core() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(signal, SIG_IGN);
  sched_param wanted{};
  wanted.sched_priority = kPriority;
  ::sched_setscheduler(0, SCHED_FIFO, &wanted);  // refused: it is quick enough as an ordinary process
  ::mlockall(MCL_CURRENT | MCL_FUTURE);
}

/// True when the core said goodbye; false when it is gone without one.
bool wait_for_the_end() {
  char byte = 0;
  ssize_t got = 0;
  do got = ::read(STDIN_FILENO, &byte, 1);
  while (got < 0 && errno == EINTR);
  return got == 1;
}

int rest(const GuardedLines& lines, const char* why) {
  const auto begin = MonoClock::now();
  if (const auto rested = put_to_rest_soon(lines); !rested) return fail(rested.error());
  const double ms = static_cast<double>((MonoClock::now() - begin).count()) / 1e6;
  std::fprintf(stderr, "tripline-guard: %s: %s put to rest in %.1f ms\n", why, lines.text().c_str(), ms);
  return 0;
}

int watch(const GuardedLines& lines) {
  outlive_the_core();
  if (::write(STDIN_FILENO, &kReady, 1) != 1) return static_cast<int>(ExitCode::kUsage);
  return wait_for_the_end() ? 0 : rest(lines, "the core is gone");
}

std::vector<std::string> lines_of(const std::string& file) {
  std::vector<std::string> lines;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

int run(std::vector<std::string> arguments) {
  const std::string verb = arguments.empty() ? "" : arguments.front();
  if (verb != "--now" && verb != "--watch")
    return fail({ExitCode::kUsage, "usage: tripline-guard --watch LINES | --now LINES | --now --from FILE"});
  arguments.erase(arguments.begin());
  if (arguments.size() == 2 && arguments[0] == "--from") {
    arguments = lines_of(arguments[1]);
    if (arguments.empty()) return 0;  // no core drove a line here
  }
  const auto lines = parse_guarded_lines(arguments);
  if (!lines) return fail(lines.error());
  return verb == "--now" ? rest(*lines, "asked") : watch(*lines);
}

}  // namespace
}  // namespace tripline

int main(int argc, char** argv) { return tripline::run({argv + 1, argv + argc}); }
