// ProcessInfo: who this process is, for logs and for the status resource.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "rt/base/time.hpp"

namespace tripline {

struct ProcessInfo {
  std::string name;
  std::string rig;
  std::string version = TRIPLINE_VERSION;
  pid_t pid = 0;
  uid_t uid = 0;
  std::uint64_t capabilities = 0;  ///< effective ones, a bit each as in linux/capability.h
  MonoTime started_at;
};

/// Of the calling process.
ProcessInfo this_process(std::string name, std::string rig);

/// One line: `tripline-web 0.1.0, rig main, pid 42, uid 998, no capability`.
std::string describe(const ProcessInfo& process);

}  // namespace tripline
