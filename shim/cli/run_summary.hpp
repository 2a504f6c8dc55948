// RunSummary: the one JSON object that a run ends with.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "schemas/status_generated.h"

namespace tripline {

/// The core's own last word, `<run_dir>/core.summary.json`, when it stopped in order; nothing when there is none.
std::optional<std::string> core_summary(const std::filesystem::path& run_dir);

/// The same object from the newest status that was seen, marked `"incomplete":true`: the core did not stop in order,
/// so something may have happened since. Without any status all counts are 0.
std::string summary_from_status(const wire::Status* status);

}  // namespace tripline
