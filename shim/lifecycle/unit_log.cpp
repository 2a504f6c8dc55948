#include "shim/lifecycle/unit_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChunkBytes = 4096;  // PIPE_BUF: a pipe that takes anything takes this much
constexpr int kChunksATurn = 64;

UniqueFd open_to_append(const fs::path& path) {
  return UniqueFd(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640));
}

void pass_on(std::string_view text) {
  pollfd own{STDERR_FILENO, POLLOUT, 0};
  if (::poll(&own, 1, 0) != 1) return;
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

fs::path numbered(const fs::path& path, std::size_t number) { return {fmt::format("{}.{}", path.string(), number)}; }

}  // namespace

Result<UnitLog> UnitLog::open(const fs::path& file) {
  const auto failed = [&file](const std::string& why) {
    return Error{ExitCode::kCannotCreate,
                 fmt::format("{}: cannot be written: {}; choose another state directory", file.string(), why)};
  };
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (error) return failed(error.message());
  auto opened = open_to_append(file);
  if (!opened) return failed(std::strerror(errno));
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return Error{ExitCode::kSystem, fmt::format("a pipe: {}", std::strerror(errno))};
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return UnitLog(file, std::move(opened), UniqueFd(ends[0]), UniqueFd(ends[1]));
}

UnitLog::UnitLog(fs::path path, UniqueFd file, UniqueFd read_end, UniqueFd write_end)
    : path_(std::move(path)), file_(std::move(file)), read_end_(std::move(read_end)), write_end_(std::move(write_end)) {
  struct stat now {};
  if (::fstat(file_.get(), &now) == 0) file_bytes_ = static_cast<std::size_t>(now.st_size);
}

void UnitLog::pump() {
  std::array<char, kChunkBytes> chunk;
  for (int turn = 0; turn < kChunksATurn; ++turn) {
    const auto size = ::read(read_end_.get(), chunk.data(), chunk.size());
    if (size <= 0) return;
    const std::string_view text(chunk.data(), static_cast<std::size_t>(size));
    pass_on(text);
    keep(text);
    remember(text);
  }
}

/// A full disk loses lines of the file and nothing else.
void UnitLog::keep(std::string_view text) {
  if (file_bytes_ + text.size() > limits::kUnitLogBytes) rotate();
  const auto written = ::write(file_.get(), text.data(), text.size());
  if (written > 0) file_bytes_ += static_cast<std::size_t>(written);
}

void UnitLog::rotate() {
  std::error_code ignored;
  for (std::size_t number = limits::kUnitLogFiles - 1; number > 1; --number)
    fs::rename(numbered(path_, number - 1), numbered(path_, number), ignored);
  fs::rename(path_, numbered(path_, 1), ignored);
  auto fresh = open_to_append(path_);
  if (!fresh) return;  // the old file goes on
  file_ = std::move(fresh);
  file_bytes_ = 0;
}

void UnitLog::remember(std::string_view text) {
  for (const char c : text) {
    if (c != '\n') {
      if (unfinished_.size() < limits::kReasonLineBytes) unfinished_ += c;
      continue;
    }
    lines_.push_back(std::move(unfinished_));
    unfinished_.clear();
    if (lines_.size() > limits::kReasonLines) lines_.pop_front();
  }
}

void UnitLog::forget_lines() {
  lines_.clear();
  unfinished_.clear();
}

}  // namespace tripline
