#include "shim/cli/run_summary.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

namespace tripline {
namespace {

using nlohmann::ordered_json;
using Counters = flatbuffers::Vector<flatbuffers::Offset<wire::Counter>>;

std::uint64_t count_of(const Counters* counters, std::string_view name) {
  if (counters == nullptr) return 0;
  for (const auto* counter : *counters)
    if (counter->name()->string_view() == name) return counter->value();
  return 0;
}

ordered_json drops_of(const Counters* counters) {
  auto drops = ordered_json::object();
  if (counters == nullptr) return drops;
  for (const auto* counter : *counters) drops[counter->name()->str()] = counter->value();
  return drops;
}

ordered_json trigger_of(const wire::Status* status) {
  const auto us = [](std::uint64_t ns) { return static_cast<double>(ns) / 1e3; };
  if (status != nullptr && status->latencies() != nullptr)
    for (const auto* latency : *status->latencies())
      if (latency->name()->string_view() == "trigger")
        return {{"p50", us(latency->p50_ns())}, {"p99", us(latency->p99_ns())}, {"max", us(latency->max_ns())}};
  return {{"p50", 0.0}, {"p99", 0.0}, {"max", 0.0}};
}

}  // namespace

std::optional<std::string> core_summary(const std::filesystem::path& run_dir) {
  std::ifstream file(run_dir / "core.summary.json");
  const auto summary = ordered_json::parse(file, nullptr, false);
  if (!summary.is_object()) return std::nullopt;
  return summary.dump();
}

std::string summary_from_status(const wire::Status* status) {
  const Counters* counters = status == nullptr ? nullptr : status->counters();
  return ordered_json{{"frames", count_of(counters, "frames")},
                      {"shots", count_of(counters, "shots")},
                      {"can",
                       {{"in", count_of(counters, "can_in")},
                        {"decoded", count_of(counters, "can_decoded")},
                        {"unknown", count_of(counters, "can_unknown")}}},
                      {"drops", drops_of(status == nullptr ? nullptr : status->drops())},
                      {"trigger_us", trigger_of(status)},
                      {"realtime", status != nullptr && status->realtime()},
                      {"incomplete", true}}
      .dump();
}

}  // namespace tripline
