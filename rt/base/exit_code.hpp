// The exit codes of every Tripline program. README lists the same table; a test compares them.
#pragma once

namespace tripline {

/// Numbers follow sysexits.h where it has the case.
enum class ExitCode : int {
  kOk = 0,
  kFailure = 1,        ///< something went wrong that has no code of its own; doctor has warnings, can lint findings
  kUnfit = 2,          ///< tripline doctor: it has errors; tripline can lint: a file cannot be loaded
  kUsage = 64,         ///< the command line is wrong
  kBadData = 65,       ///< a capture, log, DBC or recording is malformed
  kNoInput = 66,       ///< a file or directory cannot be read
  kUnavailable = 69,   ///< the core or another service does not answer
  kInternal = 70,      ///< a bug: a check failed
  kSystem = 71,        ///< the system refused something that it should grant
  kNoDevice = 72,      ///< a camera, line or bus is not there
  kCannotCreate = 73,  ///< an output directory or file cannot be made
  kInUse = 75,         ///< another process holds the rig, device or port
  kConflict = 76,      ///< what was to be changed has changed meanwhile
  kNoPermission = 77,  ///< the user may not do this
  kBadConfig = 78,     ///< configuration: unknown key, wrong type, out of range
};

}  // namespace tripline
