#include "shim/cli/doctor_command.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>

#include "rt/base/limits.hpp"
#include "rt/base/timer_wake.hpp"
#include "rt/config/config_store.hpp"
#include "rt/core/motion/motion_kernel.hpp"
#include "rt/settings/profile.hpp"
#include "schemas/status_generated.h"
#include "shim/bus/event_subscriber.hpp"
#include "shim/doctor/doctor.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kWakes = 200;
constexpr nanoseconds kWakePeriod = std::chrono::milliseconds(1);

struct DoctorOptions {
  RigOptions rig;
  std::string profile = "demo";
  std::string config_dir;
  std::string state_dir;
  bool json = false;
  bool all = false;
};

std::string words(const flatbuffers::String* text) { return text == nullptr ? std::string() : text->str(); }

std::optional<CoreReport> ask_core(const RunDir& run_dir) {
  std::error_code ignored;
  if (!fs::exists(run_dir.path / "events.sock", ignored)) return std::nullopt;
  EventSubscriber subscriber(run_dir);
  subscriber.subscribe("status");
  const auto event = subscriber.receive(limits::kRetainedWait);
  if (!event) return std::nullopt;
  const auto& status = *wire::GetStatus(event->bytes().data());
  CoreReport report{
      status.pid(), status.version()->str(), wire::EnumNameTriggerState(status.state()), status.realtime(), {}};
  if (status.degraded() != nullptr)
    for (const auto* reason : *status.degraded())
      report.degraded.push_back({"", Severity::kWarning, words(reason->what()), "", words(reason->remedy())});
  return report;
}

/// The devices of the configuration that the next start would have.
Result<WantedDevices> wanted_devices(const DoctorOptions& options, const fs::path& state_dir) {
  const fs::path dir =
      options.config_dir.empty() ? fs::path("/etc/tripline") / options.rig.rig : fs::path(options.config_dir);
  const auto profile = find_profile(dir, options.profile);
  if (!profile) return profile.error();
  const auto store =
      ConfigStore::load({*profile, dir / "calibration.json", state_dir / (options.profile + ".overrides.json")}, {});
  if (!store) return store.error();
  const auto& config = store->config();
  WantedDevices wanted;
  wanted.camera = config.camera->source == wire::CameraSource::libcamera;
  wanted.gpio = config.strobe->output == wire::StrobeOutput::gpiod;
  wanted.gpio_chip = config.strobe->chip;
  for (const auto& bus : config.can->buses)
    if (bus->source == wire::CanSource::socketcan) wanted.can.push_back(bus->name);
  return wanted;
}

Result<void> doctor(const DoctorOptions& options) {
  const auto run_dir = run_dir_of(options.rig);
  if (!run_dir) return run_dir.error();
  Patient patient;
  patient.rig = options.rig.rig;
  patient.version = TRIPLINE_VERSION;
  patient.run_dir = run_dir->path;
  patient.state_dir = find_state_dir(options.rig.rig, options.state_dir);
  patient.core = ask_core(*run_dir);
  patient.motion_kernel = motion_kernel_name();
  patient.wakes = sample_timer_wakes(kWakes, kWakePeriod);
  const auto wanted = wanted_devices(options, patient.state_dir);
  if (wanted) patient.wanted = *wanted;
  auto findings = examine(Host(), patient);
  if (!wanted)
    findings.push_back({"rig.config", Severity::kError, wanted.error().message, "the core does not start with it",
                        "tripline config --check <file>"});
  std::fputs((options.json ? findings_json(findings) + "\n" : findings_text(findings, options.all)).c_str(), stdout);
  const int code = exit_code_of(findings);
  if (code == 0) return {};
  return Error{static_cast<ExitCode>(code), ""};
}

}  // namespace

void add_doctor_command(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<DoctorOptions>();
  auto* command =
      app.add_subcommand("doctor", "What keeps this machine and rig from their work, and the command that mends it");
  add_rig_options(*command, options->rig);
  command->add_option("--profile", options->profile, "Profile whose devices are looked for")->capture_default_str();
  command->add_option("--config-dir", options->config_dir, "Directory of profiles; default: /etc/tripline/<rig>");
  command->add_option("--state-dir", options->state_dir,
                      "Directory of overrides and recordings; default: the rig's own");
  command->add_flag("--json", options->json, "One JSON object");
  command->add_flag("--all", options->all, "Also what is in order");
  command->callback([&chosen, options] { chosen = [options] { return doctor(*options); }; });
}

}  // namespace tripline
