// What the doctor says of the rig: a core that runs, one that is gone, one that is silent.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>

#include "rt/base/unique_fd.hpp"
#include "tests/shim/doctor/fake_host.hpp"

namespace tripline {
namespace {

Findings look(const FakeHost& fake, const Patient& patient) {
  Findings findings;
  examine_rig(fake.host(), patient, findings);
  return findings;
}

Patient patient_of(const FakeHost& fake) {
  Patient patient;
  patient.version = "0.1.0";
  patient.run_dir = fake.root();
  return patient;
}

TEST(DoctorOfARig, TellsWhenNoCoreRunsAndHowToStartOne) {
  const FakeHost fake;
  const auto core = finding(look(fake, patient_of(fake)), "rig.core");
  EXPECT_EQ(core.severity, Severity::kInfo);
  EXPECT_EQ(core.remedy, "tripline rig run");
}

TEST(DoctorOfARig, PassesOnWhatTheRunningCoreMisses) {
  const FakeHost fake;
  Patient patient = patient_of(fake);
  patient.core = CoreReport{42, "0.0.9", "armed", false, {{"", Severity::kWarning, "no FIFO", "", "give it"}}};
  const auto findings = look(fake, patient);
  EXPECT_EQ(finding(findings, "rig.core").severity, Severity::kOk);
  EXPECT_EQ(finding(findings, "rig.degraded").seen, "no FIFO");
  EXPECT_EQ(finding(findings, "rig.degraded").remedy, "give it");
  EXPECT_EQ(finding(findings, "rig.versions").severity, Severity::kWarning);
}

TEST(DoctorOfARig, NamesSocketsThatADeadCoreLeft) {
  FakeHost fake;
  fake.with("/events.sock", "");
  const auto left = finding(look(fake, patient_of(fake)), "rig.leftover");
  EXPECT_EQ(left.severity, Severity::kWarning);
  EXPECT_EQ(left.remedy, "rm " + (fake.root() / "events.sock").string());
}

TEST(DoctorOfARig, TellsACoreThatHoldsTheRigAndSaysNothing) {
  FakeHost fake;
  fake.with("/core.lock", "pid 42").with("/events.sock", "");
  const UniqueFd lock(::open((fake.root() / "core.lock").c_str(), O_RDWR | O_CLOEXEC));
  ASSERT_EQ(::flock(lock.get(), LOCK_EX), 0);
  const auto findings = look(fake, patient_of(fake));
  EXPECT_EQ(finding(findings, "rig.silent").severity, Severity::kError);
  EXPECT_EQ(finding(findings, "rig.leftover").seen, "no such finding");
}

TEST(DoctorOfARig, NamesTheMotionKernelWhereItIsKnown) {
  const FakeHost fake;
  Patient patient = patient_of(fake);
  EXPECT_EQ(finding(look(fake, patient), "rig.motion_kernel").severity, Severity::kInfo);
  patient.motion_kernel = "avx2";
  EXPECT_EQ(finding(look(fake, patient), "rig.motion_kernel").seen, "avx2");
}

}  // namespace
}  // namespace tripline
