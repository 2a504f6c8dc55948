#include "shim/api/doctor_resource.hpp"

#include <utility>

#include "schemas/config_in_force_generated.h"
#include "schemas/status_generated.h"
#include "shim/api/error_problem.hpp"
#include "shim/api/query.hpp"
#include "shim/api/wire_text.hpp"
#include "shim/doctor/doctor.hpp"

namespace tripline {
namespace {

CoreReport report_of(const wire::Status& status) {
  CoreReport report{
      status.pid(), status.version()->str(), wire::EnumNameTriggerState(status.state()), status.realtime(), {}};
  if (status.degraded() != nullptr)
    for (const auto* reason : *status.degraded())
      report.degraded.push_back({"", Severity::kWarning, words(reason->what()), "", words(reason->remedy())});
  return report;
}

/// The devices of the configuration in force.
WantedDevices wanted_of(const wire::Config& config) {
  WantedDevices wanted;
  if (config.camera() != nullptr) wanted.camera = config.camera()->source() == wire::CameraSource::libcamera;
  if (const auto* strobe = config.strobe()) {
    wanted.gpio = strobe->output() == wire::StrobeOutput::gpiod;
    wanted.gpio_chip = words(strobe->chip());
  }
  if (config.can() != nullptr && config.can()->buses() != nullptr)
    for (const auto* bus : *config.can()->buses())
      if (bus->source() == wire::CanSource::socketcan) wanted.can.push_back(words(bus->name()));
  return wanted;
}

Response doctor(const Request& request, const RigPlace& place, const CoreView& core) {
  if (const auto query = Query::read(request, {}); !query) return problem_of(query.error());
  Patient patient;
  patient.rig = place.rig;
  patient.version = TRIPLINE_VERSION;
  patient.run_dir = place.run_dir.path;
  patient.state_dir = place.state_dir;
  const auto status = core.newest_status();
  if (status && core.health(MonoClock::now()).alive) patient.core = report_of(*wire::GetStatus(status->message.data()));
  if (const auto config = core.newest_config())
    patient.wanted = wanted_of(*wire::GetConfigInForce(config->message.data())->config());
  return json_response(findings_json(examine(Host(), patient)));
}

}  // namespace

Routes doctor_routes(RigPlace place, const CoreView& core) {
  return {{"GET", "/api/v1/doctor", Role::kRead,
           [place = std::move(place), &core](const Request& request, const PathValues&) {
             return doctor(request, place, core);
           }}};
}

}  // namespace tripline
