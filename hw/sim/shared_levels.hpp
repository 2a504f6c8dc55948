// The levels of simulated lines in a small file that outlives the process, as a real pin's level does. It says that it
// is simulated.
#pragma once

#include <sys/mman.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "rt/base/realtime.hpp"
#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "rt/base/unique_fd.hpp"
#include "rt/port/digital_out.hpp"

namespace tripline {

/// The file, as it lies there; at the start its label, so that whoever prints it reads what it is.
struct SharedLevelsFile {
  char label[48] = "SIMULATED line levels of Tripline, no real pin\n";
  std::atomic<LineMask> levels{0};
  std::atomic<std::uint64_t> changed_ns{0};  ///< of the last change, CLOCK_MONOTONIC
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free && std::atomic<LineMask>::is_always_lock_free);

/// Held by one process at a time, as a line is by the kernel: an flock, which ends with its process however that ends.
class SharedLevels {
 public:
  /// Opens or makes the file. Errors: kInUse while another process holds it, kCannotCreate.
  static Result<std::unique_ptr<SharedLevels>> create(const std::string& file);
  ~SharedLevels();
  SharedLevels(const SharedLevels&) = delete;
  SharedLevels& operator=(const SharedLevels&) = delete;

  /// Thread: the lines' owner. RT-safe: yes (two stores).
  void set(LineMask levels, MonoTime when) noexcept RT_NONBLOCKING {
    file_->levels.store(levels, std::memory_order_release);
    file_->changed_ns.store(to_ns(when), std::memory_order_release);
  }

 private:
  SharedLevels(UniqueFd fd, SharedLevelsFile* file) noexcept : fd_(std::move(fd)), file_(file) {}
  UniqueFd fd_;
  SharedLevelsFile* file_;
};

}  // namespace tripline
