// The rig: whether its core runs and how it is, versions, and what a dead one left behind.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include "rt/base/unique_fd.hpp"
#include "rt/ipc/run_dir.hpp"
#include "shim/doctor/doctor.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

bool is_held(const fs::path& lock) {
  const UniqueFd fd(::open(lock.c_str(), O_RDONLY | O_CLOEXEC));
  return fd && ::flock(fd.get(), LOCK_SH | LOCK_NB) != 0;
}

Finding core(const Patient& patient) {
  const std::string why = "nothing triggers without it";
  if (patient.core)
    return {"rig.core", Severity::kOk,
            fmt::format("rig {}: core {} runs, pid {}, {}", patient.rig, patient.core->version, patient.core->pid,
                        patient.core->state),
            why, ""};
  return {"rig.core", Severity::kInfo, fmt::format("rig {}: no core runs in {}", patient.rig, patient.run_dir.string()),
          why, "tripline rig run"};
}

Finding versions(const Patient& patient) {
  const std::string why = "programs of different versions may not understand each other";
  if (!patient.core || patient.core->version == patient.version)
    return {"rig.versions", Severity::kOk, "this program is " + patient.version, why, ""};
  return {"rig.versions", Severity::kWarning,
          "this program is " + patient.version + ", the core " + patient.core->version, why,
          "restart the rig: stop it, then tripline rig run"};
}

void leftovers(const Patient& patient, Findings& findings) {
  const std::string why = "a reader waits at a socket where nobody answers";
  const RunDir dir{patient.run_dir};
  const bool held = is_held(dir.core_lock());
  for (const char* name : {"events.sock", "control.sock", "core.lock"}) {
    std::error_code ignored;
    const auto file = dir.path / name;
    if (patient.core || held || !fs::exists(file, ignored)) continue;
    findings.push_back({"rig.leftover", Severity::kWarning, file.string() + " was left by a core that is gone", why,
                        "rm " + file.string()});
  }
  if (!patient.core && held)
    findings.push_back({"rig.silent", Severity::kError,
                        "a core holds " + dir.core_lock().string() + " and tells no status", why,
                        "cat " + dir.core_lock().string() + "   (names the process; end it)"});
}

void degraded(const CoreReport& core, Findings& findings) {
  const std::string why = "real time is not what it could be";
  for (const auto& reason : core.degraded)
    findings.push_back({"rig.degraded", Severity::kWarning, reason.seen, why, reason.remedy});
}

}  // namespace

void examine_rig(const Host&, const Patient& patient, Findings& findings) {
  findings.push_back(core(patient));
  findings.push_back(versions(patient));
  leftovers(patient, findings);
  if (patient.core) degraded(*patient.core, findings);
  const std::string why = "it decides how many pixels a microsecond are compared";
  if (patient.motion_kernel.empty())
    findings.push_back({"rig.motion_kernel", Severity::kInfo, "not known to this program", why, ""});
  else
    findings.push_back({"rig.motion_kernel", Severity::kOk, patient.motion_kernel, why, ""});
}

}  // namespace tripline
