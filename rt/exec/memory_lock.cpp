#include "rt/exec/memory_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

namespace tripline {

Result<void> lock_memory() {
  ::mallopt(M_TRIM_THRESHOLD, -1);
  ::mallopt(M_MMAP_MAX, 0);
  rlimit limit{};
  ::getrlimit(RLIMIT_MEMLOCK, &limit);
  // MCL_FUTURE under a finite limit would make a later allocation fail; better not to lock, and to say so.
  const bool enough = limit.rlim_cur == RLIM_INFINITY;
  if (enough && ::mlockall(MCL_CURRENT | MCL_FUTURE) == 0) return {};
  return Error{
      ExitCode::kNoPermission,
      fmt::format("memory is not locked: {}; run under a limit of `ulimit -l unlimited`, as `sudo ./scripts/run` does",
                  enough ? std::strerror(errno) : fmt::format("RLIMIT_MEMLOCK is {} KiB", limit.rlim_cur / 1024))};
}

CpuLatencyHold::CpuLatencyHold() : fd_(::open("/dev/cpu_dma_latency", O_WRONLY | O_CLOEXEC)) {
  const std::int32_t none = 0;
  if (fd_ >= 0 && ::write(fd_, &none, sizeof none) != sizeof none) {
    ::close(fd_);
    fd_ = -1;
  }
}

CpuLatencyHold::~CpuLatencyHold() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace tripline
