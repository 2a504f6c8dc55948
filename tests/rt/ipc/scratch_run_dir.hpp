// A run directory of the test's own, removed at its end.
#pragma once

#include <unistd.h>

#include <string>

#include "rt/base/check.hpp"
#include "rt/ipc/run_dir.hpp"

namespace tripline {

class ScratchRunDir {
 public:
  explicit ScratchRunDir(const std::string& name)
      : dir_{std::filesystem::temp_directory_path() / ("tripline-" + name + "-" + std::to_string(::getpid()))} {
    RT_CHECK(make_run_dir(dir_).has_value());
  }
  ~ScratchRunDir() { std::filesystem::remove_all(dir_.path); }
  ScratchRunDir(const ScratchRunDir&) = delete;
  ScratchRunDir& operator=(const ScratchRunDir&) = delete;
  const RunDir& dir() const { return dir_; }

 private:
  RunDir dir_;
};

}  // namespace tripline
