#include "shim/record/recording_dir.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <utility>
#include <vector>

#include "rt/base/log.hpp"
#include "shim/record/recording_repair.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kLockMode = 0640;
constexpr std::string_view kSource = "record";

// The files of this extension, oldest first: names begin with the time.
std::vector<fs::path> files_with(const fs::path& directory, std::string_view extension) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(directory, ignored))
    if (entry.path().extension() == extension) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::uint64_t size_of(const fs::path& file) {
  std::error_code failed;
  const auto size = fs::file_size(file, failed);
  return failed ? 0 : size;
}

Error cannot_create(const fs::path& path, const std::string& reason) {
  return {
      ExitCode::kCannotCreate,
      fmt::format("recordings {}: cannot create: {}; choose another place with --state-dir", path.string(), reason)};
}

void finish_leftover(const fs::path& part) {
  const auto repair = repair_recording(part);
  if (!repair)
    log_warning(kSource, repair.error().message);
  else if (repair->name.empty())
    log_info(kSource, fmt::format("removed {}: no event was in it", part.string()));
  else
    log_info(kSource, fmt::format("finished {}, left over from a recorder that was killed: {} events, {} bytes cut",
                                  repair->name.string(), repair->messages, repair->bytes_cut));
}

}  // namespace

Result<RecordingDir> RecordingDir::open(const fs::path& state_dir) {
  const auto path = state_dir / "recordings";
  std::error_code failed;
  fs::create_directories(path, failed);
  if (failed) return cannot_create(path, failed.message());
  UniqueFd lock(::open((path / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kLockMode));
  if (!lock) return cannot_create(path, std::strerror(errno));
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
    return Error{ExitCode::kInUse, fmt::format("recordings {}: another recorder writes here; stop it, or choose "
                                               "another place with --state-dir",
                                               path.string())};
  return RecordingDir(path, std::move(lock));
}

void RecordingDir::finish_leftovers() const {
  for (const auto& part : files_with(path_, ".part")) finish_leftover(part);
}

void RecordingDir::delete_oldest(std::uint64_t max_total) const {
  const auto files = files_with(path_, ".mcap");
  std::uint64_t total = 0;
  for (const auto& file : files) total += size_of(file);
  for (auto oldest = files.begin(); oldest != files.end() && total > max_total; ++oldest) {
    const auto size = size_of(*oldest);
    if (::unlink(oldest->c_str()) != 0) continue;
    total -= size;
    log_info(kSource, fmt::format("deleted {} to make room: record.max_total_mib", oldest->string()));
  }
}

fs::path RecordingDir::new_name(WallTime now, std::uint64_t run_id) const {
  const auto since_epoch = now.time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since_epoch);
  const std::time_t time = seconds.count();
  std::tm utc{};
  ::gmtime_r(&time, &utc);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%S", &utc);
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(since_epoch - seconds).count();
  return path_ / fmt::format("{}.{:06}Z-{:016x}.mcap", text.data(), micros, run_id);
}

}  // namespace tripline
