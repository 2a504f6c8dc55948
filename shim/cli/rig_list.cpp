#include "shim/cli/rig_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "shim/cli/rig_machine.hpp"

namespace tripline {
namespace {

using Json = nlohmann::ordered_json;
using Cells = std::array<std::string, 4 + kRigUnits.size()>;

Cells cells_of(const RigRow& row) {
  Cells cells{row.rig.name, row.rig.env ? row.rig.env->profile : "?",
              row.rig.env ? std::to_string(row.rig.env->port) : "?", std::string(to_text(row.rig.mode))};
  for (std::size_t i = 0; i < kRigUnits.size(); ++i)
    cells[4 + i] = row.units[i] ? std::string(to_text(row.units[i]->phase)) : "-";
  return cells;
}

Json unit_json(const std::optional<UnitState>& unit) {
  if (!unit) return nullptr;
  return {{"state", to_text(unit->phase)}, {"pid", unit->pid}, {"since", unit->since}, {"reason", unit->reason}};
}

Json row_json(const RigRow& row) {
  const auto& env = row.rig.env;
  Json units = Json::object();
  for (std::size_t i = 0; i < kRigUnits.size(); ++i) units[std::string(kRigUnits[i])] = unit_json(row.units[i]);
  return {{"name", row.rig.name},
          {"profile", env ? Json(env->profile) : Json()},
          {"port", env ? Json(env->port) : Json()},
          {"mode", to_text(row.rig.mode)},
          {"fault", env ? "" : env.error().message},
          {"units", units}};
}

RigRow look_at(RegisteredRig rig, bool has_systemd) {
  RigRow row{std::move(rig), {}};
  if (!has_systemd) return row;
  const RigUnits units(row.rig.name, {std::filesystem::path("/run/tripline") / row.rig.name}, true);
  std::transform(kRigUnits.begin(), kRigUnits.end(), row.units.begin(),
                 [&units](std::string_view unit) { return units.state(unit); });
  return row;
}

/// Each fault and conflict is said; what the command comes to.
Result<void> complain(const std::vector<RigRow>& rows, const std::vector<std::string>& conflicts) {
  std::optional<ExitCode> code;
  if (!conflicts.empty()) code = ExitCode::kBadConfig;
  for (const auto& row : rows) {
    if (row.rig.env) continue;
    fmt::print(stderr, "tripline: {}\n", row.rig.env.error().message);
    code = row.rig.env.error().code;
  }
  for (const auto& conflict : conflicts) fmt::print(stderr, "tripline: {}\n", conflict);
  return code ? Result<void>(Error{*code, ""}) : Result<void>();
}

}  // namespace

std::string rig_table(const std::vector<RigRow>& rows) {
  std::vector<Cells> table{{"RIG", "PROFILE", "PORT", "MODE", "CORE", "LOG", "WEB"}};
  std::transform(rows.begin(), rows.end(), std::back_inserter(table), cells_of);
  std::string text;
  for (const auto& cells : table) {
    std::string line;
    for (std::size_t column = 0; column < cells.size(); ++column) {
      std::size_t width = 0;
      for (const auto& other : table) width = std::max(width, other[column].size());
      line += fmt::format("{:<{}}", cells[column], width + 2);
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string rig_json(const std::vector<RigRow>& rows, const std::vector<std::string>& conflicts) {
  Json list = Json::array();
  for (const auto& row : rows) list.push_back(row_json(row));
  return Json{{"rigs", list}, {"conflicts", conflicts}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<void> rig_list(const RigListOptions& options) {
  const RigMachine machine(options.root);
  auto rigs = machine.registry().rigs();
  if (!rigs) return rigs.error();
  const auto conflicts = port_conflicts(*rigs);
  std::vector<RigRow> rows;
  for (auto& rig : *rigs) rows.push_back(look_at(std::move(rig), machine.has_systemd()));
  if (options.json)
    fmt::print("{}", rig_json(rows, conflicts));
  else if (rows.empty())
    fmt::print("There is no rig; `sudo tripline rig add NAME` adds one.\n");
  else
    fmt::print("{}", rig_table(rows));
  std::fflush(stdout);
  return complain(rows, conflicts);
}

}  // namespace tripline
