#include "rt/core/strobe/strobe_plan.hpp"

#include <algorithm>
#include <utility>

#include "rt/base/check.hpp"

namespace tripline {
namespace {

PlannedEdge& edge_at(StrobePlan& plan, nanoseconds at) noexcept {
  const auto end = plan.edges.begin() + static_cast<std::ptrdiff_t>(plan.edge_count);
  return *std::find_if(plan.edges.begin(), end, [at](const PlannedEdge& edge) { return edge.at == at; });
}

void add_edge(StrobePlan& plan, nanoseconds at, LineMask line, bool active) noexcept {
  const auto begin = plan.edges.begin();
  const auto end = begin + static_cast<std::ptrdiff_t>(plan.edge_count);
  auto place =
      std::lower_bound(begin, end, at, [](const PlannedEdge& edge, nanoseconds time) { return edge.at < time; });
  if (place == end || place->at != at) {
    std::move_backward(place, end, end + 1);
    *place = {.at = at};
    ++plan.edge_count;
  }
  place->which |= line;
  if (active) place->levels |= line;
}

void bind_pulse(StrobePlan& plan, PlannedPulse& pulse) noexcept {
  const auto index = [&](nanoseconds at) { return static_cast<std::uint16_t>(&edge_at(plan, at) - plan.edges.data()); };
  pulse.on_edge = index(pulse.on);
  pulse.off_edge = index(pulse.off);
  PlannedEdge& end = plan.edges[pulse.off_edge];
  const bool is_lamp = (plan.lamps & line_bit(pulse.line)) != 0;
  if (end.began != PlannedEdge::kNone && !is_lamp) return;
  end.began = static_cast<std::int16_t>(pulse.on_edge);
  if (is_lamp) end.longest = plan.bears[pulse.line].max_on;
}

}  // namespace

void lay_out_edges(StrobePlan& plan) noexcept {
  RT_CHECK(plan.count <= plan.pulses.size());
  plan.edge_count = 0;
  for (const auto& pulse : plan.view()) {
    add_edge(plan, pulse.on, line_bit(pulse.line), true);
    add_edge(plan, pulse.off, line_bit(pulse.line), false);
  }
  for (std::size_t i = 0; i < plan.count; ++i) bind_pulse(plan, plan.pulses[i]);
}

StrobePlan single_pulse(const StrobePlan& plan, std::size_t line) noexcept {
  StrobePlan single;
  single.bears = plan.bears;
  single.lamps = plan.lamps;
  single.min_rest = plan.min_rest;
  for (const auto& pulse : plan.view())
    if (pulse.line == line && single.count == 0)
      single.pulses[single.count++] = {nanoseconds(0), pulse.off - pulse.on, pulse.line};
  RT_CHECK(single.count == 1);
  lay_out_edges(single);
  return single;
}

StrobePlan equal_pulses(LineMask lines, std::size_t count, nanoseconds width, nanoseconds period) noexcept {
  StrobePlan plan;
  for (std::uint8_t line = 0; line < limits::kLines; ++line)
    for (std::size_t i = 0; (lines & line_bit(line)) != 0 && i < count; ++i) {
      const auto on = period * static_cast<std::int64_t>(i);
      plan.pulses[plan.count++] = {on, on + width, line};
    }
  lay_out_edges(plan);
  return plan;
}

bool is_overlong(const StrobePlan& plan, const PlannedPulse& planned, nanoseconds made) noexcept {
  const auto max_on = plan.bears[planned.line].max_on;
  return made > (max_on.count() > 0 ? max_on : 2 * (planned.off - planned.on));
}

}  // namespace tripline
