#include "shim/cli/can/statistics_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "shim/cli/can/styled_line.hpp"

namespace tripline {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kUnknownShown = 10;

double seconds(nanoseconds time) { return std::chrono::duration<double>(time).count(); }
double milliseconds_of(double ns) { return ns / 1e6; }
double milliseconds_of(nanoseconds time) { return milliseconds_of(static_cast<double>(time.count())); }

double rate_hz(std::uint64_t frames, nanoseconds duration) {
  return duration > nanoseconds(0) ? static_cast<double>(frames) / seconds(duration) : 0;
}

/// What part of the bus's time these bits take, derived from how frames are laid out.
double load(std::uint64_t nominal_bits, std::uint64_t data_bits, nanoseconds duration, const StatisticsView& view) {
  if (view.bitrate_bps == 0 || duration <= nanoseconds(0)) return 0;
  const double data_rate = view.data_bitrate_bps == 0 ? view.bitrate_bps : view.data_bitrate_bps;
  return (static_cast<double>(nominal_bits) / view.bitrate_bps + static_cast<double>(data_bits) / data_rate) /
         seconds(duration);
}

std::string id_text(CanId id) { return fmt::format("{:0{}X}", id.value, id.extended ? 8 : 3); }

std::vector<const IdStatistics*> by_place(const FrameStatistics& statistics) {
  std::vector<const IdStatistics*> ids;
  for (const IdStatistics& id : statistics.ids()) ids.push_back(&id);
  std::sort(ids.begin(), ids.end(), [](const IdStatistics* a, const IdStatistics* b) {
    return std::pair(a->bus, a->id.key()) < std::pair(b->bus, b->id.key());
  });
  return ids;
}

std::vector<const IdStatistics*> most_frequent_unknown(const FrameStatistics& statistics) {
  std::vector<const IdStatistics*> unknown = by_place(statistics);
  std::erase_if(unknown, [](const IdStatistics* id) { return !id->name.empty(); });
  std::stable_sort(unknown.begin(), unknown.end(),
                   [](const IdStatistics* a, const IdStatistics* b) { return a->frames > b->frames; });
  unknown.resize(std::min(unknown.size(), kUnknownShown));
  return unknown;
}

std::string bus_text(const FrameStatistics& statistics, std::size_t place, const StatisticsView& view) {
  const BusStatistics& bus = statistics.buses()[place];
  const nanoseconds duration = statistics.duration();
  std::string text = fmt::format("{}: {} frames, {:.1f}/s, {} error frames", statistics.bus_name(place), bus.frames,
                                 rate_hz(bus.frames, duration), bus.error_frames);
  if (view.has_names) text += fmt::format(", {} frames of unknown ids", bus.unknown_frames);
  if (bus.further_frames > 0) text += fmt::format(", {} frames of ids beyond {}", bus.further_frames, limits::kCanIds);
  if (bus.backward_steps > 0) text += fmt::format(", {} times back in time", bus.backward_steps);
  text += fmt::format("\n  gaps of {:.0f} ms and more: {}; longest silence {:.3f} ms, at {:.6f}\n",
                      milliseconds_of(statistics.gap()), bus.gaps, milliseconds_of(bus.longest_gap),
                      seconds(bus.longest_gap_at));
  if (view.bitrate_bps > 0)
    text += fmt::format("  load {:.2f} % of {} bit/s (derived: stuff bits computed, repeated frames not in it)\n",
                        100 * load(bus.nominal_bits, bus.data_bits, duration, view), view.bitrate_bps);
  return text;
}

std::string id_row(const FrameStatistics& statistics, const IdStatistics& id, const StatisticsView& view) {
  const CycleStatistics& cycles = id.cycles;
  const std::string lengths = id.length_least == id.length_most ? fmt::format("{}", id.length_most)
                                                                : fmt::format("{}-{}", id.length_least, id.length_most);
  std::string text = fmt::format("{} {:>8} {:>9} {:>9.1f} {:>9.3f} {:>9.3f} {:>9.3f} {:>9.3f} {:>5} ",
                                 left_aligned(statistics.bus_name(id.bus), 6), id_text(id.id), id.frames,
                                 rate_hz(id.frames, statistics.duration()), milliseconds_of(cycles.minimum),
                                 milliseconds_of(cycles.mean_ns), milliseconds_of(cycles.maximum),
                                 milliseconds_of(cycles.jitter_ns()), lengths);
  if (view.bitrate_bps > 0)
    text += fmt::format("{:>6.2f} ", 100 * load(id.nominal_bits, id.data_bits, statistics.duration(), view));
  return StyledLine(0, Styling::kNone).add(text).add(id.name.empty() ? "-" : id.name).text() + "\n";
}

ordered_json id_object(const FrameStatistics& statistics, const IdStatistics& id, const StatisticsView& view) {
  ordered_json object;
  object["bus"] = statistics.bus_name(id.bus);
  object["id"] = id.id.value;
  if (id.id.extended) object["ext"] = true;
  object["message"] = id.name.empty() ? ordered_json() : ordered_json(id.name);
  object["frames"] = id.frames;
  object["rate_hz"] = rate_hz(id.frames, statistics.duration());
  if (id.cycles.count > 0)
    object["cycle_ms"] = {{"min", milliseconds_of(id.cycles.minimum)},
                          {"mean", milliseconds_of(id.cycles.mean_ns)},
                          {"max", milliseconds_of(id.cycles.maximum)},
                          {"jitter", milliseconds_of(id.cycles.jitter_ns())}};
  object["length"] = {{"min", id.length_least}, {"max", id.length_most}};
  if (view.bitrate_bps > 0) object["load"] = load(id.nominal_bits, id.data_bits, statistics.duration(), view);
  return object;
}

ordered_json bus_object(const FrameStatistics& statistics, std::size_t place, const StatisticsView& view) {
  const BusStatistics& bus = statistics.buses()[place];
  ordered_json object;
  object["bus"] = statistics.bus_name(place);
  object["frames"] = bus.frames;
  object["rate_hz"] = rate_hz(bus.frames, statistics.duration());
  object["error_frames"] = bus.error_frames;
  if (view.has_names) object["unknown_frames"] = bus.unknown_frames;
  object["further_frames"] = bus.further_frames;
  object["backward_steps"] = bus.backward_steps;
  object["gaps"] = bus.gaps;
  object["longest_gap_ms"] = milliseconds_of(bus.longest_gap);
  object["longest_gap_at"] = seconds(bus.longest_gap_at);
  if (view.bitrate_bps > 0) {
    object["load"] = load(bus.nominal_bits, bus.data_bits, statistics.duration(), view);
    object["load_provenance"] = "derived";
  }
  return object;
}

}  // namespace

std::string statistics_text(const FrameStatistics& statistics, const StatisticsView& view) {
  std::uint64_t frames = 0;
  for (const BusStatistics& bus : statistics.buses()) frames += bus.frames;
  std::string text = fmt::format("{}: {} frames of {} ids in {:.3f} s\n", view.about, frames, statistics.ids().size(),
                                 seconds(statistics.duration()));
  for (std::size_t bus = 0; bus < statistics.buses().size(); ++bus) text += bus_text(statistics, bus, view);
  text += fmt::format("\n{:<6} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>5} {}{}\n", "bus", "id", "frames",
                      "rate Hz", "min ms", "mean ms", "max ms", "jitter ms", "bytes",
                      view.bitrate_bps > 0 ? "load % " : "", "message");
  for (const IdStatistics* id : by_place(statistics)) text += id_row(statistics, *id, view);
  const auto unknown = most_frequent_unknown(statistics);
  if (!view.has_names || unknown.empty()) return text;
  text += "\nmost frequent unknown ids:\n";
  for (const IdStatistics* id : unknown)
    text += fmt::format("  {} {} {} frames, {:.1f}/s\n", statistics.bus_name(id->bus), id_text(id->id), id->frames,
                        rate_hz(id->frames, statistics.duration()));
  return text;
}

std::string statistics_json(const FrameStatistics& statistics, const StatisticsView& view) {
  ordered_json object;
  object["source"] = view.about;
  object["duration_s"] = seconds(statistics.duration());
  object["gap_ms"] = milliseconds_of(statistics.gap());
  object["buses"] = ordered_json::array();
  for (std::size_t bus = 0; bus < statistics.buses().size(); ++bus)
    object["buses"].push_back(bus_object(statistics, bus, view));
  object["ids"] = ordered_json::array();
  for (const IdStatistics* id : by_place(statistics)) object["ids"].push_back(id_object(statistics, *id, view));
  if (view.has_names) {
    object["unknown"] = ordered_json::array();
    for (const IdStatistics* id : most_frequent_unknown(statistics))
      object["unknown"].push_back(id_object(statistics, *id, view));
  }
  return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace tripline
