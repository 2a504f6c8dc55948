// Puts the notes of a DBC file (comments, choices, attributes, multiplexing) onto its messages and signals.
#pragma once

#include "rt/core/can/dbc_file.hpp"
#include "rt/core/can/dbc_lexer.hpp"
#include "rt/core/can/dbc_notes.hpp"

namespace tripline {

/// Afterwards the file is complete. What is about nothing in the file becomes a warning.
void resolve_dbc(DbcFile& file, DbcNotes& notes, const DbcLexer& lexer);

}  // namespace tripline
