// The kernel: its version, whether it preempts, and what it takes from real-time threads.
#include "shim/doctor/doctor.hpp"

namespace tripline {
namespace {

constexpr const char* kInstallRt = "sudo apt-get install linux-image-rt-$(dpkg --print-architecture) && sudo reboot";

Finding preemption(const Host& host) {
  const std::string why = "only a PREEMPT_RT kernel bounds how long a wake-up waits for the kernel itself";
  const auto version = host.read("/proc/sys/kernel/version");
  if (host.read("/sys/kernel/realtime") == "1" || version.value_or("").find("PREEMPT_RT") != std::string::npos)
    return {"kernel.preemption", Severity::kOk, "PREEMPT_RT", why, ""};
  if (!version) return not_visible("kernel.preemption", "/proc/sys/kernel/version", why);
  const bool dynamic = version->find("PREEMPT") != std::string::npos;
  return {"kernel.preemption", Severity::kWarning,
          dynamic ? "no PREEMPT_RT: " + *version : "no preemption in the kernel: " + *version, why, kInstallRt};
}

Finding throttling(const Host& host) {
  const std::string why = "throttled real-time threads stand still for the rest of each period";
  const auto runtime = host.read_number("/proc/sys/kernel/sched_rt_runtime_us");
  const auto period = host.read_number("/proc/sys/kernel/sched_rt_period_us");
  if (!runtime) return not_visible("kernel.throttling", "/proc/sys/kernel/sched_rt_runtime_us", why);
  if (*runtime < 0) return {"kernel.throttling", Severity::kOk, "off", why, ""};
  const auto share = std::to_string(*runtime) + " of " + std::to_string(period.value_or(1'000'000)) + " us";
  return {"kernel.throttling", Severity::kInfo,
          "real-time threads may use " + share + "; Tripline uses far less, so it never meets this", why, ""};
}

Finding fair_server(const Host& host) {
  const std::string why = "since Linux 6.12 it takes the place of throttling";
  const auto cpus = host.list("/sys/kernel/debug/sched/fair_server");
  if (cpus.empty()) return not_visible("kernel.fair_server", "/sys/kernel/debug/sched/fair_server; root sees it", why);
  return {"kernel.fair_server", Severity::kOk, "on " + std::to_string(cpus.size()) + " CPUs", why, ""};
}

}  // namespace

void examine_kernel(const Host& host, Findings& findings) {
  const std::string why = "behaviour is tested on Linux 6.1 and later";
  if (const auto release = host.read("/proc/sys/kernel/osrelease"))
    findings.push_back({"kernel.release", Severity::kOk, "Linux " + *release, why, ""});
  else
    findings.push_back(not_visible("kernel.release", "/proc/sys/kernel/osrelease", why));
  findings.push_back(preemption(host));
  findings.push_back(throttling(host));
  findings.push_back(fair_server(host));
}

}  // namespace tripline
