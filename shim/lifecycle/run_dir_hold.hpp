// RunDirHold: the supervisor's hold on a run directory: made when missing, locked, and left as it was found.
#pragma once

#include <filesystem>
#include <optional>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"
#include "rt/ipc/run_dir.hpp"

namespace tripline {

/// One supervisor per run directory. At the end what a supervised rig leaves is removed (also what killed children
/// could not remove), and the directories that acquire() made.
class RunDirHold {
 public:
  /// Errors: those of make_run_dir(), kInUse naming the holder, kCannotCreate.
  static Result<RunDirHold> acquire(const RunDir& dir);
  ~RunDirHold();
  RunDirHold(RunDirHold&&) noexcept = default;
  RunDirHold& operator=(RunDirHold&&) = delete;

  const std::filesystem::path& path() const noexcept { return dir_.path; }

 private:
  RunDirHold(RunDir dir, std::optional<std::filesystem::path> first_made, UniqueFd lock)
      : dir_(std::move(dir)), first_made_(std::move(first_made)), lock_(std::move(lock)) {}

  RunDir dir_;
  std::optional<std::filesystem::path> first_made_;  ///< the topmost directory that acquire() made
  UniqueFd lock_;
};

}  // namespace tripline
