#include "shim/api/signals_resource.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rt/base/limits.hpp"
#include "schemas/catalog_generated.h"
#include "shim/api/error_problem.hpp"
#include "shim/api/json.hpp"
#include "shim/api/min_max.hpp"
#include "shim/api/query.hpp"
#include "shim/api/wire_text.hpp"

namespace tripline {
namespace {

constexpr std::uint64_t kSecondNs = 1'000'000'000;
constexpr auto kMostNs = std::numeric_limits<std::uint64_t>::max();

const wire::Catalog& catalog_in(const Event& event) { return *wire::GetCatalog(event.message.data()); }

// NaN and infinities are values of a signal, and none of JSON.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Response no_catalog() {
  return problem(503, "no core has told its signals",
                 {"", "start the core: POST /api/v1/core/start, or `tripline rig run`"});
}

/// Nothing that the core told is fresh once it is silent.
Json newest_json(const SignalNow& now, bool core_alive) {
  if (!now.known) return {{"value", nullptr}, {"mono_ns", nullptr}, {"stale", true}};
  return {{"value", number(now.value)}, {"mono_ns", now.mono_ns}, {"stale", now.stale || !core_alive}};
}

Json signal_json(const wire::Signal& signal) {
  return {{"name", signal.name()->str()},
          {"unit", words(signal.unit())},
          {"message", words(signal.message())},
          {"dbc_name", words(signal.dbc_name())},
          {"minimum", number(signal.minimum())},
          {"maximum", number(signal.maximum())},
          {"provenance", wire::EnumNameProvenance(signal.provenance())},
          {"timeout_ns", signal.timeout_ns()},
          {"expression", words(signal.expression())},
          {"comment", words(signal.comment())}};
}

Response list_signals(const Request& request, const SignalHistory& signals, const CoreView& core) {
  if (const auto query = Query::read(request, {}); !query) return problem_of(query.error());
  const auto catalog = signals.catalog();
  if (!catalog) return no_catalog();
  const bool alive = core.health(MonoClock::now()).alive;
  const auto now = signals.now();
  auto list = Json::array();
  for (const auto* signal : *catalog_in(*catalog).signals()) {
    auto one = signal_json(*signal);
    one["newest"] = newest_json(list.size() < now.size() ? now[list.size()] : SignalNow{}, alive);
    list.push_back(std::move(one));
  }
  return json_response(
      json_text({{"catalog_revision", catalog_in(*catalog).revision()}, {"signals", std::move(list)}}));
}

/// What a request asks of one signal.
struct Window {
  std::uint64_t from_ns = 0;
  std::uint64_t to_ns = 0;
  std::uint64_t buckets = 0;  ///< 0: every point
};

/// `seconds` up to the newest value, or from..to.
Result<Window> window_of(const Query& query, std::uint64_t newest_ns) {
  constexpr auto kAge = static_cast<std::uint64_t>(limits::kSignalAge / std::chrono::seconds(1));
  constexpr auto kDefault = static_cast<std::uint64_t>(limits::kSignalWindow / std::chrono::seconds(1));
  const auto seconds = query.number("seconds", kDefault, 1, kAge);
  if (!seconds) return seconds.error();
  const auto to = query.number("to", newest_ns, 0, kMostNs);
  if (!to) return to.error();
  const auto length = *seconds * kSecondNs;
  const auto from = query.number("from", *to > length ? *to - length : 0, 0, kMostNs);
  if (!from) return from.error();
  const auto buckets = query.number("decimate", 0, 1, limits::kSignalBuckets);
  if (!buckets) return buckets.error();
  if (query.text("from") && query.text("seconds"))
    return Error{ExitCode::kUsage, "query.seconds: from is given too; give one of the two"};
  if (*from > *to) return Error{ExitCode::kUsage, "query.from: is later than to; exchange the two"};
  return Window{*from, *to, *buckets};
}

Json points_json(const SignalSeries& series, const Window& window) {
  auto list = Json::array();
  if (window.buckets == 0)
    for (const auto& point : series.points) list.push_back(Json::array({point.mono_ns, number(point.value)}));
  else
    for (const auto& bucket : min_max(series.points, window.from_ns, window.to_ns, window.buckets))
      list.push_back(Json::array({bucket.from_ns, number(bucket.min), number(bucket.max), bucket.count}));
  return list;
}

Response too_many(std::size_t points) {
  return problem(413,
                 fmt::format("the window has {} points; at most {} are told one by one", points, limits::kSignalPoints),
                 {"query.seconds",
                  "ask for fewer seconds, or for decimate=1000: lowest and highest value of 1000 "
                  "equal stretches"});
}

Response window(const wire::Signal& signal, const SignalNow& now, const SignalSeries& series, const Window& window,
                bool alive) {
  if (window.buckets == 0 && series.points.size() > limits::kSignalPoints) return too_many(series.points.size());
  return json_response(
      json_text({{"name", signal.name()->str()},
                 {"unit", words(signal.unit())},
                 {"provenance", wire::EnumNameProvenance(signal.provenance())},
                 {"newest", newest_json(now, alive)},
                 {"from_ns", window.from_ns},
                 {"to_ns", window.to_ns},
                 {"complete", series.reaches_back_to_ns == 0 || window.from_ns > series.reaches_back_to_ns},
                 {"reaches_back_to_ns", series.reaches_back_to_ns},
                 {"columns", window.buckets == 0 ? Json::array({"mono_ns", "value"})
                                                 : Json::array({"from_ns", "min", "max", "count"})},
                 {"points", points_json(series, window)},
                 {"stale_ns", series.stale_ns}}));
}

const wire::Signal* find_signal(const wire::Catalog& catalog, const std::string& name) {
  for (const auto* signal : *catalog.signals())
    if (signal->name()->string_view() == name) return signal;
  return nullptr;
}

Response tell_signal(const Request& request, const SignalHistory& signals, const CoreView& core,
                     const std::string& name) {
  const auto query = Query::read(request, {"seconds", "from", "to", "decimate"});
  if (!query) return problem_of(query.error());
  const auto catalog = signals.catalog();
  if (!catalog) return no_catalog();
  const auto* signal = find_signal(catalog_in(*catalog), name);
  if (signal == nullptr)
    return problem(404, fmt::format("there is no signal '{}'", name),
                   {"path.name", "GET /api/v1/signals lists all of them"});
  const auto asked = window_of(*query, signals.newest_ns());
  if (!asked) return problem_of(asked.error());
  const auto now = signals.now();
  const auto newest = signal->index() < now.size() ? now[signal->index()] : SignalNow{};
  return window(*signal, newest, signals.series(signal->index(), asked->from_ns, asked->to_ns), *asked,
                core.health(MonoClock::now()).alive);
}

}  // namespace

Routes signals_routes(const SignalHistory& signals, const CoreView& core) {
  return {
      {"GET", "/api/v1/signals", Role::kRead,
       [&signals, &core](const Request& request, const PathValues&) { return list_signals(request, signals, core); }},
      {"GET", "/api/v1/signals/{name}", Role::kRead, [&signals, &core](const Request& request, const PathValues& path) {
         return tell_signal(request, signals, core, path[0]);
       }}};
}

}  // namespace tripline
