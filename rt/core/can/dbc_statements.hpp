// The statements of a DBC file, one function each, called behind their keyword.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rt/core/can/dbc_file.hpp"
#include "rt/core/can/dbc_lexer.hpp"
#include "rt/core/can/dbc_notes.hpp"

namespace tripline {

/// Reads statements into a file and its notes. What a statement lacks stays as a failure of the lexer.
class DbcStatements {
 public:
  DbcStatements(DbcLexer& lexer, DbcFile& file, DbcNotes& notes) : in_(lexer), file_(file), notes_(notes) {}

  /// Reads the statement that begins here, and its end.
  void read();
  /// The statement that began at `start` was left out; a lost message takes its signals with it.
  void lose(std::size_t start);
  void warn(std::size_t at, std::string text);

 private:
  using Reader = void (DbcStatements::*)();
  struct Row {
    std::string_view keyword;
    Reader reader;
  };

  void version();
  void symbols();
  void nodes();
  void message();
  void signal();
  void comment();
  void value_table();
  void choices();
  void attribute_definition();
  void attribute_default();
  void attribute();
  void value_type();
  void selectors();
  void line();
  void pass();

  void multiplexing(DbcSignal& signal);
  void layout(DbcSignal& signal);
  void scaling(DbcSignal& signal);
  DbcTarget target();
  DbcTarget signal_target();
  std::string attribute_value();
  std::vector<DbcChoice> choice_list();
  void end();

  DbcLexer& in_;
  DbcFile& file_;
  DbcNotes& notes_;
  std::size_t start_ = 0;
  bool message_lost_ = false;
};

}  // namespace tripline
