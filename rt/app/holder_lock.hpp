// HolderLock: one holder at a time of a rig or a device; the refusal names who holds it, since when.
#pragma once

#include <filesystem>
#include <string>

#include "rt/base/result.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {

/// An flock on a file that says who holds it. The kernel lets go of it when the process ends, however it ends.
class HolderLock {
 public:
  /// `what` is what the refusal calls the thing: `rig main`, `CAN interface can0`.
  /// Errors: kInUse naming the holder, also when that is another user's; kNoPermission for another user's leftover;
  /// kCannotCreate.
  static Result<HolderLock> acquire(const std::filesystem::path& file, const std::string& what, const std::string& rig,
                                    const std::string& profile);
  ~HolderLock();
  HolderLock(HolderLock&&) noexcept = default;
  HolderLock& operator=(HolderLock&&) = delete;

 private:
  HolderLock(std::filesystem::path file, UniqueFd fd) : file_(std::move(file)), fd_(std::move(fd)) {}
  std::filesystem::path file_;
  UniqueFd fd_;
};

/// Where the lock of a device is, the same for every rig and user of the machine.
std::filesystem::path device_lock_file(const std::string& device);

}  // namespace tripline
