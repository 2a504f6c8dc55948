// The CPUs: which are kept free, how fast they run, where interrupts go.
#include <cstdlib>

#include "shim/doctor/doctor.hpp"

namespace tripline {
namespace {

constexpr const char* kCpus = "/sys/devices/system/cpu";

/// The last number of a list like `0-3`; 0 where it is not shown.
int last_cpu(const Host& host) {
  const auto online = host.read(std::string(kCpus) + "/online").value_or("0");
  const auto digit = online.find_last_not_of("0123456789");
  return std::atoi(online.c_str() + (digit == std::string::npos ? 0 : digit + 1));
}

/// Nothing on a machine with so few CPUs that the others would miss one.
std::string advise_isolation(int cpu) {
  if (cpu < 3) return "";
  const auto number = std::to_string(cpu);
  return "add isolcpus=" + number + " nohz_full=" + number + " to the kernel's command line, reboot, and " +
         "tripline set realtime.camera_cpu " + number;
}

Finding isolated(const Host& host) {
  const std::string why = "a CPU of its own keeps other programs away from the trigger";
  const auto isolated = host.read(std::string(kCpus) + "/isolated");
  if (!isolated) return not_visible("cpus.isolated", std::string(kCpus) + "/isolated", why);
  if (isolated->empty())
    return {"cpus.isolated", Severity::kInfo, "no CPU is isolated", why, advise_isolation(last_cpu(host))};
  const auto tickless = host.read(std::string(kCpus) + "/nohz_full").value_or("");
  return {"cpus.isolated", Severity::kOk,
          "isolated: " + *isolated + "; without ticks: " + (tickless.empty() ? "none" : tickless), why, ""};
}

Finding governor(const Host& host) {
  const std::string why = "a slow clock makes the same decision take several times as long";
  const std::string file = std::string(kCpus) + "/cpu0/cpufreq/scaling_governor";
  const auto governor = host.read(file);
  if (!governor) return not_visible("cpus.governor", file + ": the machine, or its host, sets the clock", why);
  if (*governor == "performance") return {"cpus.governor", Severity::kOk, *governor, why, ""};
  return {"cpus.governor", Severity::kWarning, *governor, why,
          "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor"};
}

Finding interrupts(const Host& host) {
  const std::string why = "interrupts on the trigger's CPU delay it";
  constexpr const char* kFile = "/proc/irq/default_smp_affinity";
  const auto mask = host.read(kFile);
  if (!mask) return not_visible("cpus.interrupts", kFile, why);
  return {"cpus.interrupts", Severity::kInfo, "new interrupts go to CPU mask " + *mask, why, ""};
}

}  // namespace

void examine_cpus(const Host& host, Findings& findings) {
  findings.push_back(isolated(host));
  findings.push_back(governor(host));
  findings.push_back(interrupts(host));
}

}  // namespace tripline
