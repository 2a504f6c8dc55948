// The command line that every bench takes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace tripline::bench {

struct BenchOptions {
  bool json = false;
  std::size_t rounds = 0;  ///< 0: each figure's own number
  double seconds = 0;      ///< for figures that run for a time; 0: each figure's own
  int cpu = -1;            ///< CPU to bind to; -1: the last one that this process may use
};

/// Prints the fault or the help itself; then holds the code to exit with.
struct ParsedOptions {
  BenchOptions options;
  std::optional<int> exit_code;
};
ParsedOptions parse_options(const std::string& what, int argc, char** argv);

/// The CPU that `options` mean.
int cpu_of(const BenchOptions& options);

}  // namespace tripline::bench
