// `tripline can lint`: everything that is odd about DBC files, with its place.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "rt/base/result.hpp"

namespace tripline {

struct CanLintOptions {
  std::vector<std::string> dbc;
  bool strict = false;  ///< warnings count as errors
  bool json = false;    ///< one JSON object a line
};

/// Writes a line per finding, `file:line:column: severity: text`, and one per file that sums it up; ids that several
/// files have are findings of the later one. Errors, all said already: kFailure with findings; kUnfit when a file
/// cannot be loaded, also where others can; else kSystem when `out` takes no more.
Result<void> can_lint(const CanLintOptions& options, std::FILE* out);

}  // namespace tripline
