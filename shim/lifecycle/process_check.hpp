// Whether a process lives, and whether it is still the one that was meant: from /proc.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string_view>

namespace tripline {

/// When the process was started, in clock ticks since boot; 0: there is no such process, or it is a zombie.
/// Two processes that get the same pid differ in this (proc(5), field 22).
std::uint64_t start_ticks(pid_t pid);

/// True when process `pid` lives and runs the program of this path; the kernel keeps 15 bytes of its name.
bool runs_program(pid_t pid, std::string_view path);

}  // namespace tripline
