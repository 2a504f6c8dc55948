#include "rt/app/dbc_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hw/sim/demo_car_dbc.hpp"
#include "rt/base/log.hpp"
#include "rt/core/can/dbc_parser.hpp"

namespace tripline {
namespace {

void tell_oddities(const DbcFile& file) {
  if (file.diagnostics.empty()) return;
  const auto is_error = [](const DbcDiagnostic& diagnostic) { return diagnostic.severity == DbcSeverity::kError; };
  const auto first_error = std::find_if(file.diagnostics.begin(), file.diagnostics.end(), is_error);
  const bool worst = first_error != file.diagnostics.end();
  const auto& shown = worst ? *first_error : file.diagnostics.front();
  log_line(worst ? LogLevel::kWarning : LogLevel::kInfo, "can",
           fmt::format("{} ({} findings in this file)", to_string(file, shown), file.diagnostics.size()));
}

}  // namespace

Result<DecodePlan> load_plan(const wire::CanT& config, const std::filesystem::path& beside) {
  std::vector<DbcFile> files;
  for (const auto& name : config.dbc) {
    const std::filesystem::path path(name);
    auto file = load_dbc((path.is_absolute() ? path : beside / path).string());
    if (!file) return file.error();
    tell_oddities(*file);
    files.push_back(std::move(*file));
  }
  const bool simulated = std::any_of(config.buses.begin(), config.buses.end(),
                                     [](const auto& bus) { return bus->source == wire::CanSource::sim; });
  if (files.empty() && simulated) files.push_back(parse_dbc(demo_car_dbc(), "demo_car.dbc"));
  auto plan = DecodePlan::compile(files);
  if (plan)
    for (const auto& conflict : plan->conflicts()) log_warning("can", conflict);
  return plan;
}

}  // namespace tripline
