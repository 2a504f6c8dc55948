// The doctor: looks at everything that decides whether this machine and this rig can do their work.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "rt/base/time.hpp"
#include "shim/doctor/finding.hpp"
#include "shim/doctor/host.hpp"

namespace tripline {

/// What a running core says of itself.
struct CoreReport {
  int pid = 0;
  std::string version;
  std::string state;
  bool realtime = false;
  Findings degraded;  ///< seen and remedy only
};

/// The devices that the configuration names. Empty: none wanted.
struct WantedDevices {
  bool camera = false;  ///< a libcamera camera
  bool gpio = false;
  std::string gpio_chip;  ///< label; empty: a line is looked for by its name
  std::vector<std::string> can;
};

/// Whom the doctor looks at.
struct Patient {
  std::string rig = "main";
  std::string version;  ///< of the program that asks
  std::filesystem::path run_dir;
  std::filesystem::path state_dir;
  WantedDevices wanted;
  std::optional<CoreReport> core;  ///< nothing: no core answers
  std::string motion_kernel;       ///< empty: not known to who asks
  std::vector<nanoseconds> wakes;  ///< a timer's wakes, measured just now; empty: not measured
};

/// Every finding, by group. Reads only; needs no rights. Thread: any ordinary.
Findings examine(const Host& host, const Patient& patient);

// The groups, one file each.
void examine_kernel(const Host& host, Findings& findings);
void examine_rights(const Host& host, const Patient& patient, Findings& findings);
void examine_cpus(const Host& host, Findings& findings);
void examine_clocks(const Host& host, const Patient& patient, Findings& findings);
void examine_devices(const Host& host, const WantedDevices& wanted, Findings& findings);
void examine_storage(const Host& host, const Patient& patient, Findings& findings);
void examine_rig(const Host& host, const Patient& patient, Findings& findings);

}  // namespace tripline
