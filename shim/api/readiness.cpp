#include "shim/api/readiness.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rt/base/limits.hpp"
#include "shim/api/wire_text.hpp"

namespace tripline {
namespace {

constexpr const char* kUnknown = "not known while the core is not alive";

ReadyCheck core_check(const CoreHealth& core) {
  if (!core.alive) return {"core", false, core.why};
  const auto age = core.heartbeat_age.value_or(std::chrono::milliseconds(0));
  return {"core", true, fmt::format("heartbeat {} ms ago", age.count())};
}

bool works(wire::DeviceState state) { return state == wire::DeviceState::ok || state == wire::DeviceState::starting; }

/// All devices of a role; that there are none is in order unless one is `needed`.
ReadyCheck device_check(const ReadyView& view, std::string name, wire::DeviceRole role, bool needed) {
  if (!view.core.alive || view.status == nullptr) return {std::move(name), false, kUnknown};
  ReadyCheck check{std::move(name), true, ""};
  if (view.status->devices() != nullptr)
    for (const auto* device : *view.status->devices()) {
      if (device->role() != role) continue;
      check.ok &= works(device->state());
      check.detail += fmt::format("{}{} is {}", check.detail.empty() ? "" : ", ", words(device->name()),
                                  wire::EnumNameDeviceState(device->state()));
    }
  if (!check.detail.empty()) return check;
  return {std::move(check.name), !needed, "none configured"};
}

ReadyCheck recorder_check(const std::optional<UnitState>& recorder) {
  if (!recorder) return {"log", true, "not supervised here"};
  const bool runs = recorder->phase == UnitPhase::kRunning;
  return {
      "log", runs,
      fmt::format("recorder {}{}{}", to_text(recorder->phase), recorder->reason.empty() ? "" : ": ", recorder->reason)};
}

ReadyCheck disk_check(const ReadyView& view) {
  if (!view.free_bytes) return {"disk", false, view.state_dir.string() + " is not there"};
  const bool enough = *view.free_bytes >= limits::kDiskWarning;
  return {"disk", enough,
          fmt::format("{} MiB free in {}{}", *view.free_bytes >> 20, view.state_dir.string(),
                      enough ? "" : fmt::format(", {} are wanted", limits::kDiskWarning >> 20))};
}

}  // namespace

bool Readiness::ready() const noexcept {
  return std::all_of(checks.begin(), checks.end(), [](const ReadyCheck& check) { return check.ok; });
}

Readiness judge_readiness(const ReadyView& view) {
  return {{core_check(view.core), device_check(view, "camera", wire::DeviceRole::camera, true),
           device_check(view, "can", wire::DeviceRole::can, false), recorder_check(view.recorder), disk_check(view)}};
}

std::optional<std::uint64_t> free_bytes(const std::filesystem::path& dir) {
  std::error_code error;
  const auto space = std::filesystem::space(dir, error);
  return error ? std::nullopt : std::optional<std::uint64_t>(space.available);
}

}  // namespace tripline
