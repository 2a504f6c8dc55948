#include "rt/core/strobe/strobe_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace tripline {
namespace {

using std::chrono::microseconds;

constexpr auto kShortestGap = microseconds(10);

/// One line as its plan is made: what it is called in the configuration, and its pulses.
struct Line {
  std::string field;
  LineUse use = LineUse::kLamp;
  LineBears bears;
  std::vector<PlannedPulse> pulses;
};

Error refused(std::string why) { return {ExitCode::kBadConfig, "strobe refused: " + std::move(why)}; }

std::int64_t us(nanoseconds time) { return time / microseconds(1); }

Result<void> check_lists(const std::string& field, const std::vector<std::uint32_t>& pulse_us,
                         const std::vector<std::uint32_t>& gap_us) {
  if (pulse_us.size() > limits::kPulses)
    return refused(
        fmt::format("{}.pulse_us has {} pulses, at most {} are allowed", field, pulse_us.size(), limits::kPulses));
  if (gap_us.size() + 1 != pulse_us.size())
    return refused(fmt::format("{}.gap_us has {} entries, {} pulses need {}", field, gap_us.size(), pulse_us.size(),
                               pulse_us.size() - 1));
  return {};
}

std::vector<PlannedPulse> lay_out(const std::vector<std::uint32_t>& pulse_us, const std::vector<std::uint32_t>& gap_us,
                                  std::uint32_t delay_us) {
  std::vector<PlannedPulse> pulses;
  nanoseconds at = microseconds(delay_us);
  for (std::size_t i = 0; i < pulse_us.size(); ++i) {
    const auto on = microseconds(pulse_us[i]);
    pulses.push_back({at, at + on});
    at += on + microseconds(i < gap_us.size() ? gap_us[i] : 0);
  }
  return pulses;
}

Result<Line> make_first(const StrobePattern& pattern, const StrobeLimits& bounds) {
  if (pattern.pulse_us.empty())
    return refused("strobe.pulse_us is empty; give at least one pulse, or strobe.output: none");
  if (auto lists = check_lists("strobe", pattern.pulse_us, pattern.gap_us); !lists) return lists.error();
  return Line{"strobe",
              LineUse::kLamp,
              {bounds.max_on, bounds.max_duty},
              lay_out(pattern.pulse_us, pattern.gap_us, pattern.delay_us)};
}

Result<Line> make_further(const LinePattern& own, std::size_t index, const StrobePattern& pattern) {
  Line line{fmt::format("strobe.lines[{}]", index), own.use, own.bears, {}};
  if (!own.pulse_us.empty()) {
    if (auto lists = check_lists(line.field, own.pulse_us, own.gap_us); !lists) return lists.error();
    line.pulses = lay_out(own.pulse_us, own.gap_us, own.delay_us);
    return line;
  }
  if (!own.gap_us.empty()) return refused(line.field + ".gap_us without pulse_us; give both, or neither");
  line.pulses = lay_out(pattern.pulse_us, pattern.gap_us, own.delay_us);
  for (auto& pulse : line.pulses)
    if (own.width_us > 0) pulse.off = pulse.on + microseconds(own.width_us);
  return line;
}

Result<void> check_apart(const Line& line) {
  for (std::size_t i = 1; i < line.pulses.size(); ++i)
    if (const auto gap = line.pulses[i].on - line.pulses[i - 1].off; gap < kShortestGap)
      return refused(fmt::format("{}: pulse {} begins {} us after the one before it ends, at least {} us are needed",
                                 line.field, i, us(gap), us(kShortestGap)));
  return {};
}

Result<void> check_stated(const Line& line, bool real_line) {
  if (real_line && line.use == LineUse::kLamp && (line.bears.max_on.count() == 0 || line.bears.max_duty == 0.0))
    return refused(
        fmt::format("a real line needs {0}.max_on_us and {0}.max_duty: state what the lamp and its driver "
                    "bear",
                    line.field));
  return {};
}

Result<void> check_load(const Line& line, nanoseconds period) {
  nanoseconds on_total{0};
  for (std::size_t i = 0; i < line.pulses.size(); ++i) {
    const auto on = line.pulses[i].off - line.pulses[i].on;
    on_total += on;
    if (line.bears.max_on.count() > 0 && on > line.bears.max_on)
      return refused(fmt::format("{0}.pulse_us[{1}] is {2} us, {0}.max_on_us allows {3}", line.field, i, us(on),
                                 us(line.bears.max_on)));
  }
  const double duty = static_cast<double>(on_total.count()) / static_cast<double>(period.count());
  if (line.bears.max_duty > 0 && duty > line.bears.max_duty)
    return refused(fmt::format(
        "the duty of {0}.pulse_us is {1:.4f} over {2} us including strobe.min_rest_ms, {0}.max_duty allows {3:.4f}",
        line.field, duty, us(period), line.bears.max_duty));
  return {};
}

Result<std::vector<Line>> make_lines(const StrobePattern& pattern, const StrobeLimits& bounds) {
  std::vector<Line> lines;
  auto first = make_first(pattern, bounds);
  if (!first) return first.error();
  lines.push_back(std::move(*first));
  for (std::size_t i = 0; i < pattern.lines.size(); ++i) {
    auto line = make_further(pattern.lines[i], i, pattern);
    if (!line) return line.error();
    lines.push_back(std::move(*line));
  }
  return lines;
}

Result<void> check_together(const std::vector<Line>& lines) {
  std::size_t pulses = 0;
  nanoseconds first = nanoseconds::max();
  for (const auto& line : lines) {
    pulses += line.pulses.size();
    first = std::min(first, line.pulses.front().on);
  }
  if (lines.size() > limits::kLines)
    return refused(
        fmt::format("strobe.lines has {} entries, at most {} are allowed", lines.size() - 1, limits::kLines - 1));
  if (pulses > limits::kTrainPulses)
    return refused(
        fmt::format("{} pulses on all lines together, at most {} are allowed", pulses, limits::kTrainPulses));
  if (first.count() > 0)
    return refused(
        fmt::format("every line is delayed, by at least {} us; strobe.delay_us or one of strobe.lines must "
                    "be 0, for what fires is lit at once",
                    us(first)));
  return {};
}

StrobePlan join(const std::vector<Line>& lines, nanoseconds min_rest) {
  StrobePlan plan;
  plan.min_rest = min_rest;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    plan.bears[i] = lines[i].bears;
    if (lines[i].use == LineUse::kLamp) plan.lamps |= line_bit(i);
    for (auto pulse : lines[i].pulses) {
      pulse.line = static_cast<std::uint8_t>(i);
      plan.pulses[plan.count++] = pulse;
    }
  }
  lay_out_edges(plan);
  return plan;
}

}  // namespace

Result<StrobePlan> make_strobe_plan(const StrobePattern& pattern, const StrobeLimits& bounds) {
  const auto lines = make_lines(pattern, bounds);
  if (!lines) return lines.error();
  if (auto fits = check_together(*lines); !fits) return fits.error();
  const StrobePlan plan = join(*lines, bounds.min_rest);
  for (const auto& line : *lines) {
    if (auto stated = check_stated(line, bounds.real_line); !stated) return stated.error();
    if (auto apart = check_apart(line); !apart) return apart.error();
    if (auto load = check_load(line, plan.length() + plan.min_rest); !load) return load.error();
  }
  return plan;
}

Result<StrobePlan> make_prime_plan(const PrimePattern& pattern, const StrobePattern& strobe) {
  if (pattern.pulses == 0) return StrobePlan{};
  LineMask cameras = 0;
  for (std::size_t i = 0; i < strobe.lines.size(); ++i)
    if (strobe.lines[i].use == LineUse::kCamera) cameras |= line_bit(i + 1);
  const auto count = static_cast<std::size_t>(std::popcount(cameras)) * pattern.pulses;
  if (cameras == 0)
    return refused("strobe.prime_pulses without a line of use camera in strobe.lines; the lamp is never primed");
  if (count > limits::kTrainPulses)
    return refused(fmt::format("strobe.prime_pulses makes {} pulses on all camera lines, at most {} are allowed", count,
                               limits::kTrainPulses));
  const nanoseconds period(static_cast<std::int64_t>(1e9 / pattern.hz));
  const nanoseconds width = microseconds(pattern.width_us);
  if (width + kShortestGap > period)
    return refused(fmt::format("strobe.prime_width_us {} does not fit into the period of strobe.prime_hz, {} us",
                               pattern.width_us, us(period)));
  return equal_pulses(cameras, pattern.pulses, width, period);
}

}  // namespace tripline
