#include "rt/core/can/dbc_parser.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "rt/base/limits.hpp"
#include "rt/base/read_file.hpp"
#include "rt/core/can/dbc_check.hpp"
#include "rt/core/can/dbc_lexer.hpp"
#include "rt/core/can/dbc_notes.hpp"
#include "rt/core/can/dbc_resolve.hpp"
#include "rt/core/can/dbc_statements.hpp"

namespace tripline {
namespace {

/// Names the place of the failure, and goes on at the next statement.
void recover(DbcLexer& lexer, DbcFile& file, DbcStatements& statements, std::size_t start) {
  const DbcLexer::Failure failure = lexer.take_failure();
  const DbcPlace place = lexer.place(failure.at);
  file.diagnostics.push_back(
      {DbcSeverity::kError, place.line, place.column, "expected " + failure.expected + "; the statement is left out"});
  statements.lose(start);
  lexer.take_failure();
  lexer.skip_to_statement_behind(start);
}

void read_statements(DbcLexer& lexer, DbcFile& file, DbcNotes& notes) {
  DbcStatements statements(lexer, file, notes);
  for (lexer.skip_space(); !lexer.at_end(); lexer.skip_space()) {
    const std::size_t start = lexer.position();
    if (lexer.accept(';')) continue;
    statements.read();
    if (lexer.failed()) recover(lexer, file, statements, start);
  }
}

void sort_by_place(std::vector<DbcDiagnostic>& diagnostics) {
  std::stable_sort(diagnostics.begin(), diagnostics.end(), [](const DbcDiagnostic& a, const DbcDiagnostic& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
}

}  // namespace

std::string to_string(const DbcFile& file, const DbcDiagnostic& diagnostic) {
  const char* severity = diagnostic.severity == DbcSeverity::kError ? "error" : "warning";
  return file.path + ":" + std::to_string(diagnostic.line) + ":" + std::to_string(diagnostic.column) + ": " + severity +
         ": " + diagnostic.text;
}

DbcFile parse_dbc(std::string_view text, std::string path) {
  DbcFile file;
  file.path = std::move(path);
  DbcLexer lexer(text);
  DbcNotes notes;
  read_statements(lexer, file, notes);
  resolve_dbc(file, notes, lexer);
  check_dbc(file);
  sort_by_place(file.diagnostics);
  return file;
}

Result<DbcFile> load_dbc(const std::string& path) {
  Result<std::string> text = read_file(path, limits::kDbcFileBytes);
  if (!text) return text.error();
  DbcFile file = parse_dbc(*text, path);
  if (!file.messages.empty()) return file;
  for (const DbcDiagnostic& diagnostic : file.diagnostics)
    if (diagnostic.severity == DbcSeverity::kError) return Error{ExitCode::kBadData, to_string(file, diagnostic)};
  return file;
}

}  // namespace tripline
