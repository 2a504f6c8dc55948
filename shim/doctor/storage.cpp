// Where recordings go, and whether memory may be moved to a disk.
#include <fmt/format.h>

#include <algorithm>

#include "shim/doctor/doctor.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMib = std::uintmax_t{1} << 20;
constexpr std::uintmax_t kScarce = 2'048 * kMib;  // record.max_total_mib is 1,024 by default
constexpr std::uintmax_t kFull = 64 * kMib;

/// The directory, or the nearest one above it that is there.
fs::path nearest(fs::path dir) {
  std::error_code ignored;
  while (!fs::exists(dir, ignored) && dir.has_relative_path()) dir = dir.parent_path();
  return dir;
}

Finding disk(const fs::path& state_dir) {
  const std::string why = "a full disk ends recording; shots go on";
  std::error_code error;
  const auto space = fs::space(nearest(state_dir), error);
  if (error) return not_visible("storage.disk", state_dir.string(), why);
  const auto seen = fmt::format("{} MiB free for {}", space.available / kMib, state_dir.string());
  const auto severity = space.available < kFull     ? Severity::kError
                        : space.available < kScarce ? Severity::kWarning
                                                    : Severity::kOk;
  return {"storage.disk", severity, seen, why,
          severity == Severity::kOk ? "" : "tripline set record.max_total_mib 256   (or free space there)"};
}

Finding swap(const Host& host) {
  const std::string why = "memory that is not locked may be moved out, and comes back in milliseconds";
  const auto swaps = host.read("/proc/swaps");
  if (!swaps) return not_visible("storage.swap", "/proc/swaps", why);
  const auto areas = std::count(swaps->begin(), swaps->end(), '\n');  // below one line of headings
  if (areas == 0) return {"storage.swap", Severity::kOk, "none", why, ""};
  return {"storage.swap", Severity::kWarning, fmt::format("{} swap areas in use", areas), why, "sudo swapoff -a"};
}

}  // namespace

void examine_storage(const Host& host, const Patient& patient, Findings& findings) {
  findings.push_back(disk(patient.state_dir));
  findings.push_back(swap(host));
}

}  // namespace tripline
