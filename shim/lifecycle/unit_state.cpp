#include "shim/lifecycle/unit_state.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "rt/base/limits.hpp"
#include "shim/lifecycle/process_check.hpp"

namespace tripline {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> kPhases{"STARTING", "RUNNING", "STOPPING", "STOPPED", "FAILED"};
// The lines of the log, each byte at worst six in JSON, and the rest.
constexpr std::size_t kStateFileBytes = 6 * limits::kReasonLines * limits::kReasonLineBytes + 4096;

std::optional<UnitPhase> phase_from(std::string_view text) {
  for (std::size_t i = 0; i < kPhases.size(); ++i)
    if (kPhases[i] == text) return static_cast<UnitPhase>(i);
  return std::nullopt;
}

json to_json(const UnitState& state) {
  return {{"state", to_text(state.phase)},
          {"pid", state.pid},
          {"start_ticks", state.pid > 0 ? start_ticks(state.pid) : 0},
          {"since", state.since},
          {"exit_code", state.exit_code ? json(*state.exit_code) : json()},
          {"signal", state.signal ? json(*state.signal) : json()},
          {"reason", state.reason},
          {"log", state.log}};
}

std::optional<int> number_in(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<int>();
}

std::optional<UnitState> from_json(const json& object) {
  const auto phase = phase_from(object.value("state", ""));
  if (!phase) return std::nullopt;
  return UnitState{*phase,
                   object.value("pid", 0),
                   object.value("since", ""),
                   number_in(object, "exit_code"),
                   number_in(object, "signal"),
                   object.value("reason", ""),
                   object.value("log", std::vector<std::string>())};
}

bool claims_process(const UnitState& state) { return state.phase <= UnitPhase::kStopping; }

bool is_alive(pid_t pid, std::uint64_t ticks) { return pid > 0 && ticks != 0 && start_ticks(pid) == ticks; }

}  // namespace

std::string_view to_text(UnitPhase phase) noexcept { return kPhases[static_cast<std::size_t>(phase)]; }

std::filesystem::path unit_state_file(const std::filesystem::path& run_dir, std::string_view unit) {
  return run_dir / fmt::format("{}.state", unit);
}

Result<void> write_unit_state(const std::filesystem::path& run_dir, std::string_view unit, const UnitState& state) {
  const auto path = unit_state_file(run_dir, unit);
  auto fresh = path;
  fresh += ".new";
  {
    std::ofstream file(fresh, std::ios::trunc);
    file << to_json(state).dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
    if (file.flush(); !file)
      return Error{ExitCode::kCannotCreate, fmt::format("{}: cannot be written: {}; make the run directory writable",
                                                        fresh.string(), std::strerror(errno))};
  }
  std::error_code error;
  std::filesystem::rename(fresh, path, error);
  if (error)
    return Error{ExitCode::kCannotCreate, fmt::format("{}: cannot be replaced: {}", path.string(), error.message())};
  return {};
}

std::optional<UnitState> read_unit_state(const std::filesystem::path& run_dir, std::string_view unit) {
  std::ifstream file(unit_state_file(run_dir, unit));
  std::string text(kStateFileBytes, '\0');
  text.resize(static_cast<std::size_t>(file.read(text.data(), static_cast<std::streamsize>(text.size())).gcount()));
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object()) return std::nullopt;
  try {
    auto state = from_json(object);
    if (state && claims_process(*state) && !is_alive(state->pid, object.value("start_ticks", std::uint64_t{0}))) {
      state->phase = state->phase == UnitPhase::kStopping ? UnitPhase::kStopped : UnitPhase::kFailed;
      state->reason = fmt::format("process {} is gone", state->pid);
    }
    return state;
  } catch (const json::exception&) {  // a field of another type than ours: not a file of the supervisor
    return std::nullopt;
  }
}

}  // namespace tripline
