// RecordingDir: the directory of a rig's recordings: who may write it, what was left over, and how much it may hold.
#pragma once

#include <cstdint>
#include <filesystem>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {

/// One recorder at a time holds it. Thread: one.
class RecordingDir {
 public:
  /// Makes `<state_dir>/recordings` and locks it.
  /// Errors: kCannotCreate with the path and the reason; kInUse when another recorder holds it.
  static Result<RecordingDir> open(const std::filesystem::path& state_dir);

  /// Ends what killed recorders left over; one log line each.
  void finish_leftovers() const;

  /// Deletes the oldest recordings until the rest holds at most `max_total` bytes; one log line each.
  void delete_oldest(std::uint64_t max_total) const;

  /// A name for a recording that begins now, later in the alphabet than all before: `<UTC>-<run id>.mcap`.
  std::filesystem::path new_name(WallTime now, std::uint64_t run_id) const;

  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  RecordingDir(std::filesystem::path path, UniqueFd lock) : path_(std::move(path)), lock_(std::move(lock)) {}

  std::filesystem::path path_;
  UniqueFd lock_;
};

}  // namespace tripline
