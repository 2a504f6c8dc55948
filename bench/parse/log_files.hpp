// The logs that bench/parse reads: real ones where they are there, and one that it makes.
#pragma once

#include <optional>
#include <string>

#include "rt/base/result.hpp"
#include "rt/core/can/dbc_file.hpp"

namespace tripline::bench {

/// A candump log of some hundred thousand lines in a file of its own, in the page cache, removed with its owner.
class LogFile {
 public:
  /// `text` as often as makes it long enough. Errors: kCannotCreate.
  static Result<LogFile> write(const std::string& text);
  LogFile(LogFile&& other) noexcept;
  LogFile& operator=(LogFile&&) = delete;
  ~LogFile();

  const std::string& path() const noexcept { return path_; }
  std::size_t lines() const noexcept { return lines_; }

 private:
  LogFile(std::string path, std::size_t lines) : path_(std::move(path)), lines_(lines) {}
  std::string path_;
  std::size_t lines_;
};

struct ParseScene {
  std::string name;  ///< "ford"; empty: of the figure that stands for all
  LogFile log;
  DbcFile dbc;
};

/// Errors: kNoInput where the data is not there.
Result<ParseScene> real_parse_scene(const std::string& name, const std::string& log, const std::string& dbc);

/// Forty messages of eight bytes, as a car has them.
Result<ParseScene> made_parse_scene(const std::string& name);

}  // namespace tripline::bench
