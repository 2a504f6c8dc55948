#include "bench/support/figure.hpp"

#include <fmt/format.h>

namespace tripline::bench {

std::string json_line(const Figure& figure) {
  auto line = fmt::format(R"({{"name":"{}","value":{:.6g},"unit":"{}","reference":{:.6g},"ratio":{:.4g},"rounds":{})",
                          figure.name, figure.value, figure.unit, figure.reference, figure.ratio, figure.rounds);
  if (figure.percentiles) {
    const auto& p = *figure.percentiles;
    line += fmt::format(R"(,"p50":{:.6g},"p90":{:.6g},"p99":{:.6g},"p999":{:.6g})", p.p50, p.p90, p.p99, p.p999);
  }
  if (!figure.reference_name.empty()) line += fmt::format(R"(,"reference_name":"{}")", figure.reference_name);
  if (figure.target) {
    const bool most = figure.target->side == Target::Side::kAtMost;
    line += fmt::format(R"(,"target":"{}{:g}","target_met":{})", most ? "<=" : ">=", figure.target->ratio,
                        figure.target->met_by(figure.ratio));
  }
  return line + "}";
}

std::string table_head() {
  return fmt::format("{:<30} {:>11} {:>11} {:<4} {:>8}  {:<14} {}", "figure", "ours", "reference", "unit", "ratio",
                     "target", "reference is");
}

std::string table_row(const Figure& figure) {
  std::string target;
  if (figure.target)
    target = fmt::format("{} {:g} {}", figure.target->side == Target::Side::kAtMost ? "<=" : ">=", figure.target->ratio,
                         figure.target->met_by(figure.ratio) ? "met" : "MISSED");
  return fmt::format("{:<30} {:>11.4g} {:>11.4g} {:<4} {:>8.3f}  {:<14} {}", figure.name, figure.value,
                     figure.reference, figure.unit, figure.ratio, target, figure.reference_name);
}

Report::Report(std::FILE* out, bool json) : out_(out), json_(json) {
  if (!json_) fmt::print(out_, "{}\n", table_head());
}

void Report::add(const Figure& figure) {
  fmt::print(out_, "{}\n", json_ ? json_line(figure) : table_row(figure));
  std::fflush(out_);
  if (figure.target && !figure.target->met_by(figure.ratio)) ++missed_;
}

}  // namespace tripline::bench
