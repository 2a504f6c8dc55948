// The clocks: what the kernel counts time with, whether it is the world's, and how late a timer wakes a thread now.
#include <fmt/format.h>
#include <sys/timex.h>

#include <algorithm>
#include <set>

#include "shim/doctor/doctor.hpp"

namespace tripline {
namespace {

Finding clock_source(const Host& host) {
  const std::string why = "every time stamp reads it; a slow one enters the kernel each time";
  const std::string dir = "/sys/devices/system/clocksource/clocksource0";
  const auto name = host.read(dir + "/current_clocksource");
  if (!name) return not_visible("clocks.source", dir + "/current_clocksource", why);
  static const std::set<std::string> kSlow{"hpet", "acpi_pm", "jiffies", "refined-jiffies", "pit", "xen"};
  if (!kSlow.contains(*name)) return {"clocks.source", Severity::kOk, *name, why, ""};
  const auto others = host.read(dir + "/available_clocksource").value_or("?");
  return {"clocks.source", Severity::kWarning, *name + " (available: " + others + ")", why,
          "echo tsc | sudo tee " + dir + "/current_clocksource"};
}

/// systemd-timesyncd, chrony and ntpd all tell the kernel; the kernel tells adjtimex.
Finding time_sync(const Host& host) {
  const std::string why = "recordings are placed in wall time";
  if (!host.is_real()) return not_visible("clocks.sync", "system call on this host", why);
  timex kernel{};
  if (::adjtimex(&kernel) < 0) return not_visible("clocks.sync", "adjtimex", why);
  if ((kernel.status & STA_UNSYNC) == 0)
    return {"clocks.sync", Severity::kOk, fmt::format("in step, estimated error {} us", kernel.esterror), why, ""};
  return {"clocks.sync", Severity::kWarning, "nothing keeps the clock in step", why,
          "sudo apt-get install systemd-timesyncd && sudo timedatectl set-ntp true"};
}

Finding wake(const std::vector<nanoseconds>& wakes) {
  const std::string why = "it is the floor under the wait for a frame and for an edge";
  if (wakes.empty()) return not_visible("clocks.wake", "measurement was asked for", why);
  auto sorted = wakes;
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&](double q) {
    const auto index = static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1));
    return static_cast<double>(sorted[index].count()) / 1e3;
  };
  const auto seen =
      fmt::format("a timer wakes this (ordinary) thread p50 {:.0f} us, p99 {:.0f} us late; measured now, {} wakes",
                  at(0.5), at(0.99), sorted.size());
  if (at(0.5) < 500) return {"clocks.wake", Severity::kOk, seen, why, ""};
  return {"clocks.wake", Severity::kWarning, seen, why, "top -d 1   (what keeps the CPUs busy?)"};
}

}  // namespace

void examine_clocks(const Host& host, const Patient& patient, Findings& findings) {
  findings.push_back(clock_source(host));
  findings.push_back(time_sync(host));
  findings.push_back(wake(patient.wakes));
}

}  // namespace tripline
