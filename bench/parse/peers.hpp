// What bench/parse measures beside: other ways through the lines of the same candump log. Each reads the file anew.
#pragma once

#include <cstdint>
#include <string>

namespace tripline::bench {

/// A line costs at least this: its bytes come from the page cache and its end is looked for. Returns the lines.
std::uint64_t scan_newlines(const std::string& path);

/// fgets() and sscanf() for the fields of a line, then digit by digit, as tools commonly do. Returns a sum of the
/// bytes.
std::uint64_t scan_with_sscanf(const std::string& path);

/// parse_candump_line() for every line. Returns a sum of the bytes.
std::uint64_t read_precisely(const std::string& path);

}  // namespace tripline::bench
