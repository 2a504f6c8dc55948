#include "shim/doctor/doctor.hpp"

namespace tripline {

Findings examine(const Host& host, const Patient& patient) {
  Findings findings;
  examine_rig(host, patient, findings);
  examine_kernel(host, findings);
  examine_rights(host, patient, findings);
  examine_cpus(host, findings);
  examine_clocks(host, patient, findings);
  examine_devices(host, patient.wanted, findings);
  examine_storage(host, patient, findings);
  return findings;
}

}  // namespace tripline
