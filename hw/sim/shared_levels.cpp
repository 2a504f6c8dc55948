#include "hw/sim/shared_levels.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <new>

namespace tripline {

Result<std::unique_ptr<SharedLevels>> SharedLevels::create(const std::string& file) {
  const auto fail = [&file](ExitCode code, const std::string& why) {
    return Error{code, "simulated lines " + file + ": " + why};
  };
  UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640));
  if (!fd) return fail(ExitCode::kCannotCreate, std::strerror(errno));
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return fail(ExitCode::kInUse, "held by another process");
  struct stat now {};
  const bool is_new = ::fstat(fd.get(), &now) != 0 || now.st_size != sizeof(SharedLevelsFile);
  if (is_new && ::ftruncate(fd.get(), sizeof(SharedLevelsFile)) != 0)
    return fail(ExitCode::kCannotCreate, std::strerror(errno));
  void* memory =
      ::mmap(nullptr, sizeof(SharedLevelsFile), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd.get(), 0);
  if (memory == MAP_FAILED) return fail(ExitCode::kCannotCreate, std::strerror(errno));
  auto* levels = is_new ? new (memory) SharedLevelsFile : static_cast<SharedLevelsFile*>(memory);
  return std::unique_ptr<SharedLevels>(new SharedLevels(std::move(fd), levels));
}

SharedLevels::~SharedLevels() { ::munmap(file_, sizeof(SharedLevelsFile)); }

}  // namespace tripline
