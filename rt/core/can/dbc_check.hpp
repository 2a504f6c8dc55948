// Says what is odd in a DBC file that could be read in full.
#pragma once

#include "rt/core/can/dbc_file.hpp"

namespace tripline {

/// Appends warnings: ids declared twice, signals past the end, on top of each other, of a length no number has.
void check_dbc(DbcFile& file);

}  // namespace tripline
