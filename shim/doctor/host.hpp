// Host: the system as files under a root, so that a test can show the doctor another one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tripline {

class Host {
 public:
  explicit Host(std::filesystem::path root = "/") : root_(std::move(root)) {}

  /// True for the machine itself, where system calls may be asked too.
  bool is_real() const { return root_ == "/"; }
  std::filesystem::path path(const std::string& absolute) const { return root_ / absolute.substr(1); }
  bool exists(const std::string& absolute) const;
  /// The file's text without blanks at its end, at most 64 KiB; nothing when it cannot be read.
  std::optional<std::string> read(const std::string& absolute) const;
  std::optional<long long> read_number(const std::string& absolute) const;
  /// Names in a directory, sorted; empty when it is not there.
  std::vector<std::string> list(const std::string& absolute) const;
  /// The value of `key` in a text of lines `key value` (/proc/self/limits) or `key: value` (/proc/self/status).
  std::optional<std::string> read_row(const std::string& absolute, const std::string& key) const;

 private:
  std::filesystem::path root_;
};

}  // namespace tripline
