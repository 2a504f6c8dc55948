// A file that is there whole or not at all, or standard output.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "rt/base/result.hpp"

namespace tripline {

/// Thread: one. What is written goes to a file beside the one that is meant, which takes its name with commit();
/// without it nothing is left. What is no ordinary file (a pipe, /dev/null) is written to directly.
class OutputFile {
 public:
  /// "-" is standard output. Errors: kCannotCreate.
  static Result<OutputFile> create(const std::string& path);
  OutputFile(OutputFile&&) = default;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  std::FILE* stream() noexcept { return stream_.get(); }
  const std::string& path() const noexcept { return path_; }
  /// Errors: kSystem when the disk does not take it all; kCannotCreate when it cannot have its name.
  Result<void> commit();

 private:
  struct Close {
    void operator()(std::FILE* stream) const {
      if (stream != stdout) std::fclose(stream);
    }
  };
  using Stream = std::unique_ptr<std::FILE, Close>;

  OutputFile(std::string path, std::filesystem::path target, std::filesystem::path part, Stream stream)
      : path_(std::move(path)), target_(std::move(target)), part_(std::move(part)), stream_(std::move(stream)) {}

  std::string path_;              ///< as asked for
  std::filesystem::path target_;  ///< behind all links
  std::filesystem::path part_;    ///< what is written until then; empty: the target itself
  Stream stream_;
};

}  // namespace tripline
