// Each finding on a machine that is fit, on one that is not, and on one that does not show it.
#include "shim/doctor/doctor.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/shim/doctor/fake_host.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

/// What the machine's finding `id` is.
Finding look(const FakeHost& fake, const std::string& id, const Patient& patient = {}) {
  return finding(examine(fake.host(), patient), id);
}

void expect(const Finding& found, Severity severity, const std::string& seen) {
  EXPECT_EQ(to_text(found.severity), to_text(severity)) << found.id << ": " << found.seen;
  EXPECT_NE(found.seen.find(seen), std::string::npos) << found.id << ": " << found.seen;
  if (severity >= Severity::kWarning) {
    EXPECT_FALSE(found.remedy.empty()) << found.id << " names no remedy";
  }
}

TEST(Doctor, NeverInventsWhatAMachineDoesNotShow) {
  const FakeHost nothing;
  const Findings findings = examine(nothing.host(), {});
  for (const char* id : {"kernel.release", "kernel.preemption", "kernel.throttling", "kernel.fair_server",
                         "rights.priority", "rights.memlock", "rights.cpu_sleep", "cpus.isolated", "cpus.governor",
                         "cpus.interrupts", "clocks.source", "clocks.sync", "clocks.wake", "storage.swap"})
    expect(finding(findings, id), Severity::kInfo, "not visible here");
  EXPECT_EQ(exit_code_of(findings), 0) << findings_text(findings, true);
}

TEST(Doctor, GivesEveryFindingAReason) {
  const FakeHost nothing;
  for (const auto& found : examine(nothing.host(), {})) EXPECT_FALSE(found.why.empty()) << found.id;
}

TEST(Doctor, TellsARealTimeKernelFromAnOrdinaryOne) {
  FakeHost ordinary;
  ordinary.with("/proc/sys/kernel/version", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.0-1");
  expect(look(ordinary, "kernel.preemption"), Severity::kWarning, "no PREEMPT_RT");
  FakeHost patched;
  patched.with("/sys/kernel/realtime", "1");
  expect(look(patched, "kernel.preemption"), Severity::kOk, "PREEMPT_RT");
}

TEST(Doctor, TellsThrottlingAndTheFairServer) {
  FakeHost fake;
  fake.with("/proc/sys/kernel/sched_rt_runtime_us", "950000").with("/proc/sys/kernel/sched_rt_period_us", "1000000");
  fake.with("/sys/kernel/debug/sched/fair_server/cpu0/runtime", "50000000");
  expect(look(fake, "kernel.throttling"), Severity::kInfo, "950000 of 1000000 us");
  expect(look(fake, "kernel.fair_server"), Severity::kOk, "on 1 CPUs");
  fake.with("/proc/sys/kernel/sched_rt_runtime_us", "-1");
  expect(look(fake, "kernel.throttling"), Severity::kOk, "off");
}

constexpr const char* kLimits =
    "Limit                     Soft Limit           Hard Limit           Units     \n"
    "Max locked memory         8388608              8388608              bytes     \n"
    "Max realtime priority     0                    0                              ";

TEST(Doctor, TellsWhatTheUserMayNotDo) {
  FakeHost fake;
  fake.with("/proc/self/limits", kLimits).with("/proc/self/status", "Name:\ttripline\nCapEff:\t0000000000000000");
  expect(look(fake, "rights.priority"), Severity::kError, "neither CAP_SYS_NICE nor RLIMIT_RTPRIO");
  expect(look(fake, "rights.memlock"), Severity::kWarning, "may lock 8388608 bytes");
}

TEST(Doctor, AcceptsACapabilityOrALimitForRealTimePriority) {
  FakeHost capable;
  capable.with("/proc/self/limits", kLimits).with("/proc/self/status", "CapEff:\t0000000000800000");
  expect(look(capable, "rights.priority"), Severity::kOk, "has CAP_SYS_NICE");
  FakeHost limited;
  limited.with("/proc/self/limits",
               "Max locked memory         unlimited            unlimited            bytes     \n"
               "Max realtime priority     95                   95                             ");
  expect(look(limited, "rights.priority"), Severity::kOk, "may use 95");
  expect(look(limited, "rights.memlock"), Severity::kOk, "all memory");
}

TEST(Doctor, LooksAtTheRunningCoreRatherThanAtItsOwnUser) {
  FakeHost fake;
  fake.with("/proc/self/limits", kLimits)
      .with("/proc/42/limits", kLimits)
      .with("/proc/42/status", "CapEff:\t0000000000800000");
  Patient patient;
  patient.core = CoreReport{42, "0.1.0", "armed", true, {}};
  expect(look(fake, "rights.priority", patient), Severity::kOk, "the running core has CAP_SYS_NICE");
}

TEST(Doctor, TellsTheCpusThatTheTriggerShares) {
  FakeHost fake;
  fake.with("/sys/devices/system/cpu/isolated", "").with("/sys/devices/system/cpu/online", "0-3");
  fake.with("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave");
  expect(look(fake, "cpus.isolated"), Severity::kInfo, "no CPU is isolated");
  EXPECT_NE(look(fake, "cpus.isolated").remedy.find("isolcpus=3"), std::string::npos);
  expect(look(fake, "cpus.governor"), Severity::kWarning, "powersave");
  fake.with("/sys/devices/system/cpu/isolated", "3").with("/sys/devices/system/cpu/nohz_full", "3");
  fake.with("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance");
  expect(look(fake, "cpus.isolated"), Severity::kOk, "isolated: 3; without ticks: 3");
  expect(look(fake, "cpus.governor"), Severity::kOk, "performance");
}

TEST(Doctor, AdvisesAgainstNoCpuOfAMachineThatHasTwo) {
  FakeHost fake;
  fake.with("/sys/devices/system/cpu/isolated", "").with("/sys/devices/system/cpu/online", "0-1");
  EXPECT_EQ(look(fake, "cpus.isolated").remedy, "");
}

TEST(Doctor, TellsASlowClock) {
  FakeHost fake;
  const std::string dir = "/sys/devices/system/clocksource/clocksource0/";
  fake.with(dir + "current_clocksource", "hpet").with(dir + "available_clocksource", "tsc hpet");
  expect(look(fake, "clocks.source"), Severity::kWarning, "hpet (available: tsc hpet)");
  fake.with(dir + "current_clocksource", "arch_sys_counter");
  expect(look(fake, "clocks.source"), Severity::kOk, "arch_sys_counter");
}

TEST(Doctor, SaysThatAWakeIsMeasuredAndJudgesItsMedian) {
  const FakeHost fake;
  Patient patient;
  patient.wakes.assign(99, 60us);
  patient.wakes.push_back(30ms);
  expect(look(fake, "clocks.wake", patient), Severity::kOk, "p50 60 us, p99 60 us late; measured now, 100 wakes");
  patient.wakes.assign(100, 2ms);
  expect(look(fake, "clocks.wake", patient), Severity::kWarning, "p50 2000 us");
}

TEST(Doctor, FindsTheChipOfTheConfigurationByItsLabel) {
  FakeHost fake;
  Patient patient;
  patient.wanted.gpio = true;
  patient.wanted.gpio_chip = "pinctrl-rp1";
  expect(look(fake, "devices.gpio", patient), Severity::kError, "no GPIO chip in /dev; configured: pinctrl-rp1");
  fake.with("/dev/gpiochip4", "").with("/sys/bus/gpio/devices/gpiochip4/label", "pinctrl-rp1");
  expect(look(fake, "devices.gpio", patient), Severity::kOk, "gpiochip4 (pinctrl-rp1)");
  patient.wanted.gpio_chip = "pinctrl-bcm2711";
  expect(look(fake, "devices.gpio", patient), Severity::kError, "configured: pinctrl-bcm2711");
  expect(look(fake, "devices.gpio"), Severity::kInfo, "none is configured");
}

TEST(Doctor, LooksForACameraOnlyWhereOneIsConfigured) {
  FakeHost fake;
  Patient patient;
  expect(look(fake, "devices.camera"), Severity::kInfo, "no real camera is configured");
  patient.wanted.camera = true;
  expect(look(fake, "devices.camera", patient), Severity::kError, "libcamera is not installed");
  fake.with("/usr/lib/aarch64-linux-gnu/libcamera.so.0.4", "");
  expect(look(fake, "devices.camera", patient), Severity::kError, "0 video and media devices");
  fake.with("/dev/media0", "").with("/dev/video0", "");
  expect(look(fake, "devices.camera", patient), Severity::kOk, "2 video and media devices");
}

TEST(Doctor, TellsTheStateOfEveryBusOfTheConfiguration) {
  FakeHost fake;
  Patient patient;
  patient.wanted.can = {"can0", "eth0"};
  fake.with("/sys/class/net/can0/type", "280").with("/sys/class/net/can0/operstate", "down");
  fake.with("/sys/class/net/eth0/type", "1");
  expect(look(fake, "devices.can.can0", patient), Severity::kError, "can0 is down");
  expect(look(fake, "devices.can.eth0", patient), Severity::kError, "no CAN interface eth0");
  fake.with("/sys/class/net/can0/operstate", "up");
  expect(look(fake, "devices.can.can0", patient), Severity::kOk, "can0 is up");
  expect(look(fake, "devices.can"), Severity::kInfo, "CAN interfaces: can0");
}

TEST(Doctor, TellsSwapAndDisk) {
  FakeHost fake;
  fake.with("/proc/swaps", "Filename Type Size Used Priority\n/dev/zram0 partition 1 0 100");
  expect(look(fake, "storage.swap"), Severity::kWarning, "1 swap areas");
  fake.with("/proc/swaps", "Filename Type Size Used Priority");
  expect(look(fake, "storage.swap"), Severity::kOk, "none");
  Patient patient;
  patient.state_dir = fake.root() / "not/yet/there";
  EXPECT_NE(look(fake, "storage.disk", patient).seen.find("MiB free for"), std::string::npos);
}

TEST(Doctor, ExitsByTheWorstFinding) {
  const Finding ok{"a", Severity::kOk, "", "", ""}, warning{"b", Severity::kWarning, "seen", "why", "mend it"},
      error{"c", Severity::kError, "", "", ""};
  EXPECT_EQ(exit_code_of({ok}), 0);
  EXPECT_EQ(exit_code_of({warning, ok}), 1);
  EXPECT_EQ(exit_code_of({warning, error, ok}), 2);
  const auto json = nlohmann::json::parse(findings_json({ok, warning}));
  EXPECT_EQ(json["exit_code"], 1);
  EXPECT_EQ(json["findings"][1]["remedy"], "mend it");
  const auto text = findings_text({ok, warning}, false);
  EXPECT_NE(text.find("mend: mend it"), std::string::npos) << text;
  EXPECT_EQ(text.find("ok "), std::string::npos) << text;
}

}  // namespace
}  // namespace tripline
