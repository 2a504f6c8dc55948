#include "bench/support/options.hpp"

#include <sched.h>

#include <CLI/CLI.hpp>

#include "rt/base/exit_code.hpp"

namespace tripline::bench {

ParsedOptions parse_options(const std::string& what, int argc, char** argv) {
  ParsedOptions parsed;
  CLI::App app(what);
  app.add_flag("--json", parsed.options.json, "one JSON line a figure");
  app.add_option("--rounds", parsed.options.rounds, "alternated rounds a figure")->check(CLI::Range(1, 1'000'000));
  app.add_option("--seconds", parsed.options.seconds, "for figures that run for a time")
      ->check(CLI::Range(0.1, 86'400.0));
  app.add_option("--cpu", parsed.options.cpu, "CPU to bind to (default: the last one)")->check(CLI::Range(0, 1023));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& fault) {
    parsed.exit_code = app.exit(fault) == 0 ? 0 : static_cast<int>(ExitCode::kUsage);
  }
  return parsed;
}

int cpu_of(const BenchOptions& options) {
  if (options.cpu >= 0) return options.cpu;
  cpu_set_t set;
  CPU_ZERO(&set);
  ::sched_getaffinity(0, sizeof set, &set);
  for (int cpu = CPU_SETSIZE - 1; cpu > 0; --cpu)
    if (CPU_ISSET(static_cast<std::size_t>(cpu), &set)) return cpu;
  return 0;
}

}  // namespace tripline::bench
