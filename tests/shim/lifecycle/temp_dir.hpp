// TempDir: a directory of a test's own, removed at the end.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "rt/base/check.hpp"

namespace tripline {

class TempDir {
 public:
  TempDir() {
    std::string name = "/tmp/tripline-test-XXXXXX";
    RT_CHECK(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace tripline
