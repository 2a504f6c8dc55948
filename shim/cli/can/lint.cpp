#include "shim/cli/can/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "rt/base/limits.hpp"
#include "rt/base/read_file.hpp"
#include "rt/core/can/dbc_parser.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "shim/cli/can/decoded_line.hpp"

namespace tripline {
namespace {

/// A file with all that is to be said about it.
struct LintedFile {
  DbcFile file;
  std::string unloadable;  ///< why; empty: it could be loaded
};

/// Of a file of which nothing can be used, every finding is told all the same.
DbcFile findings_of(const std::string& path) {
  const Result<std::string> text = read_file(path, limits::kDbcFileBytes);
  return text ? parse_dbc(*text, path) : DbcFile{path, {}, {}};
}

LintedFile load(const std::string& path) {
  Result<DbcFile> file = load_dbc(path);
  if (!file) return {findings_of(path), file.error().message};
  const Result<DecodePlan> plan = DecodePlan::compile({&*file, 1});
  return {*std::move(file), plan ? "" : path + ": " + plan.error().message};
}

/// Where a message was declared first.
struct Place {
  const DbcFile* file;
  const DbcMessage* message;
};

void sort_by_place(std::vector<DbcDiagnostic>& diagnostics) {
  std::stable_sort(diagnostics.begin(), diagnostics.end(), [](const DbcDiagnostic& a, const DbcDiagnostic& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
}

/// What check_dbc() cannot see: the same id in another file.
void find_conflicts(std::vector<LintedFile>& all) {
  std::unordered_map<std::uint32_t, Place> owners;
  for (LintedFile& linted : all) {
    DbcFile& file = linted.file;
    for (const DbcMessage& message : file.messages) {
      if (message.is_pseudo) continue;
      const Place before = std::exchange(owners[message.id.key()], Place{&file, &message});
      if (before.file == nullptr || before.file == &file) continue;
      file.diagnostics.push_back({DbcSeverity::kWarning, message.line, 1,
                                  fmt::format("'{}' has the id of '{}' of {}:{}; the last one decodes", message.name,
                                              before.message->name, before.file->path, before.message->line)});
    }
    sort_by_place(file.diagnostics);
  }
}

class LintReport {
 public:
  LintReport(bool json, std::FILE* out) : json_(json), out_(out) {}

  void tell(const LintedFile& linted) {
    for (const DbcDiagnostic& diagnostic : linted.file.diagnostics) tell(linted.file, diagnostic);
    if (!linted.unloadable.empty() && !is_told(linted)) tell_unloadable(linted);
    sum_up(linted);
  }

 private:
  void tell(const DbcFile& file, const DbcDiagnostic& diagnostic) {
    if (!json_) return fmt::print(out_, "{}\n", to_string(file, diagnostic));
    fmt::print(out_, "{{\"file\":{},\"line\":{},\"column\":{},\"severity\":\"{}\",\"text\":{}}}\n",
               json_string(file.path), diagnostic.line, diagnostic.column,
               diagnostic.severity == DbcSeverity::kError ? "error" : "warning", json_string(diagnostic.text));
  }

  /// The reason is one of the findings already.
  static bool is_told(const LintedFile& linted) {
    const auto& all = linted.file.diagnostics;
    return std::any_of(all.begin(), all.end(), [&](const DbcDiagnostic& diagnostic) {
      return to_string(linted.file, diagnostic) == linted.unloadable;
    });
  }

  void tell_unloadable(const LintedFile& linted) {
    if (!json_) return fmt::print(out_, "{}\n", linted.unloadable);
    fmt::print(out_, "{{\"file\":{},\"severity\":\"fatal\",\"text\":{}}}\n", json_string(linted.file.path),
               json_string(linted.unloadable));
  }

  void sum_up(const LintedFile& linted) {
    const DbcFile& file = linted.file;
    std::size_t signals = 0;
    for (const DbcMessage& message : file.messages) signals += message.signals.size();
    const auto errors = std::count_if(file.diagnostics.begin(), file.diagnostics.end(), [](const auto& diagnostic) {
      return diagnostic.severity == DbcSeverity::kError;
    });
    const auto warnings = static_cast<std::ptrdiff_t>(file.diagnostics.size()) - errors;
    const bool is_loaded = linted.unloadable.empty();
    if (json_)
      return fmt::print(out_,
                        "{{\"file\":{},\"summary\":true,\"loaded\":{},\"messages\":{},\"signals\":{},\"warnings\":{},"
                        "\"errors\":{}}}\n",
                        json_string(file.path), is_loaded, file.messages.size(), signals, warnings, errors);
    fmt::print(out_, "{}: {} messages, {} signals, {} warnings, {} errors{}\n", file.path, file.messages.size(),
               signals, warnings, errors, is_loaded ? "" : "; it cannot be loaded");
  }

  bool json_;
  std::FILE* out_;
};

void make_strict(DbcFile& file) {
  for (DbcDiagnostic& diagnostic : file.diagnostics) diagnostic.severity = DbcSeverity::kError;
}

Result<void> verdict(const std::vector<LintedFile>& all) {
  const auto has_findings = [](const LintedFile& linted) { return !linted.file.diagnostics.empty(); };
  const auto is_unloadable = [](const LintedFile& linted) { return !linted.unloadable.empty(); };
  if (std::any_of(all.begin(), all.end(), is_unloadable)) return Error{ExitCode::kUnfit, ""};
  if (std::any_of(all.begin(), all.end(), has_findings)) return Error{ExitCode::kFailure, ""};
  return {};
}

}  // namespace

Result<void> can_lint(const CanLintOptions& options, std::FILE* out) {
  std::vector<LintedFile> all;
  for (const std::string& path : options.dbc) all.push_back(load(path));
  find_conflicts(all);
  LintReport report(options.json, out);
  for (LintedFile& linted : all) {
    if (options.strict) make_strict(linted.file);
    report.tell(linted);
  }
  if (std::fflush(out) != 0)
    return Error{ExitCode::kSystem, "can lint: the output takes no more (disk full or closed?)"};
  return verdict(all);
}

}  // namespace tripline
