// A machine of files in a scratch directory, for the doctor to look at.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "shim/doctor/doctor.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {

class FakeHost {
 public:
  FakeHost& with(const std::string& absolute, const std::string& text) {
    const auto file = root() / absolute.substr(1);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text << '\n';
    return *this;
  }
  std::filesystem::path root() const { return dir_.path(); }
  Host host() const { return Host(root()); }

 private:
  test::TempDir dir_;
};

/// The finding of that id, or one that says that there is none.
inline Finding finding(const Findings& findings, const std::string& id) {
  const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.id == id; });
  return found == findings.end() ? Finding{id, Severity::kError, "no such finding", "", ""} : *found;
}

}  // namespace tripline
