// What the user, or the running core, may do: real-time priority, locked memory, the CPUs' sleep.
#include <unistd.h>

#include <charconv>

#include "shim/doctor/doctor.hpp"

namespace tripline {
namespace {

constexpr unsigned kSysNiceBit = 23;

std::string soft_limit(const Host& host, const std::string& limits, const std::string& name) {
  const auto row = host.read_row(limits, name).value_or("");
  return row.substr(0, row.find(' '));
}

bool has_sys_nice(const Host& host, const std::string& status) {
  const auto hex = host.read_row(status, "CapEff").value_or("");
  unsigned long long bits = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), bits, 16);
  return ((bits >> kSysNiceBit) & 1) != 0;
}

Finding priority(const Host& host, const std::string& process, const std::string& who) {
  const std::string why = "without SCHED_FIFO the trigger waits for every other program";
  const std::string limits = process + "/limits";
  const auto limit = soft_limit(host, limits, "Max realtime priority");
  if (limit.empty()) return not_visible("rights.priority", limits, why);
  long long most = 0;
  std::from_chars(limit.data(), limit.data() + limit.size(), most);
  if (has_sys_nice(host, process + "/status"))
    return {"rights.priority", Severity::kOk, who + " has CAP_SYS_NICE", why, ""};
  if (limit == "unlimited" || most >= 82) return {"rights.priority", Severity::kOk, who + " may use " + limit, why, ""};
  return {"rights.priority", Severity::kError,
          who + " has neither CAP_SYS_NICE nor RLIMIT_RTPRIO >= 82 (it is " + limit + ")", why, "sudo ./scripts/run"};
}

Finding memory(const Host& host, const std::string& process, const std::string& who) {
  const std::string why = "a page that is not there costs a real-time thread up to milliseconds";
  const auto limit = soft_limit(host, process + "/limits", "Max locked memory");
  if (limit.empty()) return not_visible("rights.memlock", process + "/limits", why);
  if (limit == "unlimited") return {"rights.memlock", Severity::kOk, who + " may lock all memory", why, ""};
  return {"rights.memlock", Severity::kWarning,
          who + " may lock " + limit + " bytes: the core touches its memory instead, and the kernel may take it back",
          why, "ulimit -l unlimited && ./scripts/run   (as root; in a container: --ulimit memlock=-1)"};
}

Finding cpu_sleep(const Host& host) {
  const std::string why = "a CPU in deep sleep wakes up to hundreds of microseconds late";
  constexpr const char* kFile = "/dev/cpu_dma_latency";
  if (!host.exists(kFile)) return not_visible("rights.cpu_sleep", kFile, why);
  if (::access(host.path(kFile).c_str(), W_OK) == 0)
    return {"rights.cpu_sleep", Severity::kOk, std::string(kFile) + " can be held", why, ""};
  return {"rights.cpu_sleep", Severity::kWarning, std::string(kFile) + " cannot be opened for writing", why,
          "sudo setfacl -m u:tripline:rw /dev/cpu_dma_latency"};
}

}  // namespace

void examine_rights(const Host& host, const Patient& patient, Findings& findings) {
  const bool running = patient.core.has_value() && host.exists("/proc/" + std::to_string(patient.core->pid));
  const std::string process = running ? "/proc/" + std::to_string(patient.core->pid) : "/proc/self";
  const std::string who = running ? "the running core" : "this user";
  findings.push_back(priority(host, process, who));
  findings.push_back(memory(host, process, who));
  findings.push_back(cpu_sleep(host));
}

}  // namespace tripline
