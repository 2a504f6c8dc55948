// Gives up every capability of the calling process, for good.
#pragma once

namespace tripline {

/// Also what a program that it executes could get back. Between fork() and execve() too: no heap, no lock.
/// Errors: false, and errno says why.
bool drop_capabilities() noexcept;

}  // namespace tripline
