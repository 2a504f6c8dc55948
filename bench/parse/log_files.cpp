#include "bench/parse/log_files.hpp"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <utility>

#include "rt/base/read_file.hpp"
#include "rt/core/can/dbc_parser.hpp"

namespace tripline::bench {
namespace {

constexpr std::size_t kLines = 400'000;  // 18 MB: far beyond the caches of a core
constexpr std::size_t kLogBytes = 64U << 20;

std::string made_dbc() {
  std::string text = "VERSION \"\"\n";
  for (int message = 0; message < 40; ++message) {
    text += fmt::format("BO_ {} M{}: 8 X\n", 0x100 + message * 7, message);
    for (int i = 0; i < 8; ++i) text += fmt::format(" SG_ S{} : {}|8@1+ (0.5,-3) [0|0] \"\" X\n", i, i * 8);
  }
  return text;
}

std::string made_log() {
  std::mt19937_64 random(3);
  std::string text;
  for (std::uint64_t i = 0; i < 40'000; ++i)
    text += fmt::format("({}.{:06}) can0 {:03X}#{:016X}\n", 1'757'617'431 + i / 1'500, i % 1'500 * 666,
                        0x100 + random() % 40 * 7, random());
  return text;
}

}  // namespace

Result<LogFile> LogFile::write(const std::string& text) {
  char path[] = "/tmp/tripline-parse-XXXXXX";
  const int fd = ::mkstemp(path);
  if (fd < 0) return Error{ExitCode::kCannotCreate, "no file for a log in /tmp"};
  ::close(fd);
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  const std::size_t times = std::max<std::size_t>(1, kLines / std::max<std::size_t>(lines, 1));
  LogFile file(path, lines * times);
  std::ofstream stream(path, std::ios::binary);
  for (std::size_t i = 0; i < times; ++i) stream << text;
  if (!stream.flush()) return Error{ExitCode::kCannotCreate, "no room for a log in /tmp"};
  return file;
}

LogFile::LogFile(LogFile&& other) noexcept : path_(std::exchange(other.path_, {})), lines_(other.lines_) {}

LogFile::~LogFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Result<ParseScene> real_parse_scene(const std::string& name, const std::string& log, const std::string& dbc) {
  const Result<std::string> text = read_file(log, kLogBytes);
  if (!text) return text.error();
  Result<DbcFile> file = load_dbc(dbc);
  if (!file) return file.error();
  Result<LogFile> written = LogFile::write(*text);
  if (!written) return written.error();
  return ParseScene{name, *std::move(written), *std::move(file)};
}

Result<ParseScene> made_parse_scene(const std::string& name) {
  Result<LogFile> written = LogFile::write(made_log());
  if (!written) return written.error();
  return ParseScene{name, *std::move(written), parse_dbc(made_dbc(), "made.dbc")};
}

}  // namespace tripline::bench
