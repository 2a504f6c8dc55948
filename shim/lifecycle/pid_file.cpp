#include "shim/lifecycle/pid_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "shim/lifecycle/process_check.hpp"

namespace tripline {

namespace fs = std::filesystem;

fs::path PidFile::path_of(const fs::path& run_dir, std::string_view unit) {
  return run_dir / fmt::format("{}.pid", unit);
}

Result<PidFile> PidFile::write(const fs::path& run_dir, std::string_view unit, pid_t pid) {
  auto path = path_of(run_dir, unit);
  ::unlink(path.c_str());
  std::ofstream file(path);
  file << pid << '\n';
  if (file.flush(); !file)
    return Error{ExitCode::kCannotCreate, fmt::format("{}: cannot be written: {}; make the run directory writable",
                                                      path.string(), std::strerror(errno))};
  return PidFile(std::move(path));
}

PidFile::~PidFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

std::optional<pid_t> PidFile::living(const fs::path& run_dir, std::string_view unit, std::string_view program) {
  std::ifstream file(path_of(run_dir, unit));
  pid_t pid = 0;
  if (!(file >> pid) || !runs_program(pid, program)) return std::nullopt;
  return pid;
}

}  // namespace tripline
