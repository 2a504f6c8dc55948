// PidFile: which process a unit is, in a file of the run directory, for people and for the next supervisor.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "rt/base/result.hpp"

namespace tripline {

/// `<run_dir>/<unit>.pid`. Removed with the object.
class PidFile {
 public:
  /// Errors: kCannotCreate.
  static Result<PidFile> write(const std::filesystem::path& run_dir, std::string_view unit, pid_t pid);
  ~PidFile();
  PidFile(PidFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  PidFile& operator=(PidFile&&) = delete;

  static std::filesystem::path path_of(const std::filesystem::path& run_dir, std::string_view unit);
  /// The process that the file names, when /proc says that it lives and runs `program`: a run before this one left it.
  static std::optional<pid_t> living(const std::filesystem::path& run_dir, std::string_view unit,
                                     std::string_view program);

 private:
  explicit PidFile(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

}  // namespace tripline
