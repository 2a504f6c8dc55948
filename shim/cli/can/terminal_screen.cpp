#include "shim/cli/can/terminal_screen.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

namespace tripline {
namespace {

// xterm's private modes, which every terminal emulator has: 1049 the other screen, 25 the cursor. The other screen is
// cleared before it is left: tmux brings some of it back into the first one when it was resized meanwhile.
constexpr std::string_view kBegin = "\x1b[?1049h\x1b[?25l";
constexpr std::string_view kEnd = "\x1b[0m\x1b[2J\x1b[H\x1b[?25h\x1b[?1049l";

bool write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(STDOUT_FILENO, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&set, signal);
  return set;
}

bool is_readable(int fd) {
  pollfd item{fd, POLLIN, 0};
  return ::poll(&item, 1, 0) > 0;
}

/// Keys come at once, unechoed, and Ctrl-C is one of them.
termios key_by_key(termios mode) {
  mode.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG | IEXTEN);
  mode.c_iflag &= ~static_cast<tcflag_t>(IXON | ICRNL);
  mode.c_cc[VMIN] = 0;
  mode.c_cc[VTIME] = 0;
  return mode;
}

}  // namespace

bool is_output_terminal() { return ::isatty(STDOUT_FILENO) == 1; }

Result<std::unique_ptr<TerminalScreen>> TerminalScreen::open() {
  UniqueFd keys(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (!keys) keys.reset(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0));
  termios before{};
  if (!is_output_terminal() || ::tcgetattr(keys.get(), &before) != 0)
    return Error{ExitCode::kSystem, "standard output is no terminal; ask for plain text with --once or --seconds"};
  const sigset_t set = ending_signals();
  UniqueFd signals(::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
  const termios mode = key_by_key(before);
  if (!signals || ::sigprocmask(SIG_BLOCK, &set, nullptr) != 0 || ::tcsetattr(keys.get(), TCSANOW, &mode) != 0)
    return Error{ExitCode::kSystem, std::string("the terminal cannot be set up: ") + std::strerror(errno)};
  return std::unique_ptr<TerminalScreen>(new TerminalScreen(std::move(keys), std::move(signals), before));
}

TerminalScreen::TerminalScreen(UniqueFd keys, UniqueFd signals, const termios& before)
    : keys_(std::move(keys)), signals_(std::move(signals)), before_(before) {
  write_all(kBegin);
}

TerminalScreen::~TerminalScreen() {
  write_all(kEnd);
  ::tcsetattr(keys_.get(), TCSANOW, &before_);
  is_told_to_end();  // signals that are still there would end the process now that they are let through
  const sigset_t set = ending_signals();
  ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

TerminalScreen::Size TerminalScreen::size() const {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

// Each line is written over the old one and cleared behind its end: no flicker. The last one has no line feed, which
// would scroll.
bool TerminalScreen::show(std::string_view text) {
  std::string screen = "\x1b[H";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    screen.append(text.substr(0, end)).append("\x1b[K");
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!text.empty()) screen.append("\r\n");
  }
  return write_all(screen);
}

std::string TerminalScreen::typed() {
  std::array<char, 256> bytes{};
  if (!is_readable(keys_.get())) return {};
  const ssize_t count = ::read(keys_.get(), bytes.data(), bytes.size());
  return count > 0 ? std::string(bytes.data(), static_cast<std::size_t>(count)) : std::string();
}

bool TerminalScreen::is_told_to_end() {
  signalfd_siginfo info{};
  bool is_told = false;
  while (::read(signals_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) is_told = true;
  return is_told;
}

}  // namespace tripline
