// The whole screen of a terminal for as long as this lives, and the keys pressed meanwhile.
#pragma once

#include <termios.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {

/// Thread: the main one, before there are others: it takes SIGINT, SIGTERM, SIGHUP and SIGQUIT out of their way, so
/// that whoever is told to end gives the terminal back first. Standard output is the terminal; the keys come from the
/// controlling one, so that standard input is free for a log.
class TerminalScreen {
 public:
  struct Size {
    std::size_t columns = 80;
    std::size_t lines = 24;
  };

  /// Errors: kSystem when standard output is no terminal, or does not let itself be set up.
  static Result<std::unique_ptr<TerminalScreen>> open();
  /// Everything is as it was.
  ~TerminalScreen();
  TerminalScreen(const TerminalScreen&) = delete;
  TerminalScreen& operator=(const TerminalScreen&) = delete;

  /// As it is now: a resize shows with the next picture.
  Size size() const;
  /// Shows lines, each with its end, from the top. False when the terminal is gone.
  [[nodiscard]] bool show(std::string_view text);
  /// What was typed since the last call; does not wait.
  std::string typed();
  /// A signal says that it is time to end.
  bool is_told_to_end();

 private:
  TerminalScreen(UniqueFd keys, UniqueFd signals, const termios& before);

  UniqueFd keys_;
  UniqueFd signals_;
  termios before_;
};

/// True when standard output shows itself to a person.
bool is_output_terminal();

}  // namespace tripline
