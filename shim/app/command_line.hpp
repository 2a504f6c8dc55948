// Reads a command line; a mistake is one line and the listed exit code.
#pragma once

#include <optional>

namespace CLI {
class App;
}

namespace tripline {

/// Nothing when the program is to go on; otherwise the exit code: 0 after --help and --version, else kUsage.
std::optional<int> parse_command_line(CLI::App& app, int argc, const char* const* argv);

}  // namespace tripline
