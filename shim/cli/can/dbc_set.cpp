#include "shim/cli/can/dbc_set.hpp"

#include <cstdio>
#include <utility>

#include "rt/core/can/dbc_parser.hpp"

namespace tripline {
namespace {

void say(const std::string& line) { std::fprintf(stderr, "tripline: %s\n", line.c_str()); }

/// True when nothing was left out.
bool say_what_was_left_out(const DbcFile& file) {
  bool is_complete = true;
  for (const DbcDiagnostic& diagnostic : file.diagnostics) {
    if (diagnostic.severity != DbcSeverity::kError) continue;
    say(to_string(file, diagnostic));
    is_complete = false;
  }
  return is_complete;
}

}  // namespace

Result<DbcSet> load_dbc_set(const std::vector<std::string>& paths) {
  DbcSet set;
  for (const std::string& path : paths) {
    Result<DbcFile> file = load_dbc(path);
    if (!file) return file.error();
    set.is_complete = say_what_was_left_out(*file) && set.is_complete;
    set.files.push_back(*std::move(file));
  }
  Result<DecodePlan> plan = DecodePlan::compile(set.files);
  if (!plan) return plan.error();
  for (const std::string& conflict : plan->conflicts()) say(conflict);
  set.plan = *std::move(plan);
  return set;
}

}  // namespace tripline
