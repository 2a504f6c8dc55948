#include "shim/api/metrics_resource.hpp"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "rt/base/limits.hpp"
#include "shim/api/metric_family.hpp"
#include "shim/api/status_metrics.hpp"

namespace tripline {
namespace {

using prometheus::MetricType;

double own_resident_bytes() {
  constexpr std::string_view kField = "VmRSS:";
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(kField)) return std::stod(line.substr(kField.size())) * 1024;
  return 0;
}

void add_core(const CoreView& core, MonoTime now, Metrics& metrics) {
  const auto health = core.health(now);
  metrics.push_back(
      family("tripline_core_up", "1 while the core's heartbeat is fresh.", MetricType::Gauge, {gauge(health.alive)}));
  if (health.heartbeat_age) {
    const std::chrono::duration<double> age = *health.heartbeat_age;
    metrics.push_back(family("tripline_core_heartbeat_age_seconds", "Age of the newest status.", MetricType::Gauge,
                             {gauge(age.count())}));
  }
  const auto status = core.newest_status();
  if (health.alive && status) add_status_metrics(*wire::GetStatus(status->message.data()), metrics);
}

void add_gaps(const BusCounts& counts, Metrics& metrics) {
  std::vector<prometheus::ClientMetric> lost;
  for (std::size_t place = 0; place < kTopics.size(); ++place)
    lost.push_back(counter(static_cast<double>(counts.lost[place]), {{"topic", std::string(kTopics[place].key)}}));
  metrics.push_back(family("tripline_web_lost_events_total", "Events that the web process missed.", MetricType::Counter,
                           std::move(lost)));
  metrics.push_back(family("tripline_web_rejected_messages_total", "Malformed messages on the event socket.",
                           MetricType::Counter, {counter(static_cast<double>(counts.rejected))}));
  metrics.push_back(family("tripline_web_core_runs_total", "Runs of the core that the web process saw.",
                           MetricType::Counter, {counter(static_cast<double>(counts.runs))}));
}

void add_web(const ProcessInfo& process, const PageCounts& pages, MonoTime now, Metrics& metrics) {
  const std::chrono::duration<double> uptime = now - process.started_at;
  metrics.push_back(family("tripline_web_info", "Version of the web process; always 1.", MetricType::Gauge,
                           {gauge(1, {{"rig", process.rig}, {"version", process.version}})}));
  metrics.push_back(family("tripline_web_uptime_seconds", "Since the web process started.", MetricType::Gauge,
                           {gauge(uptime.count())}));
  metrics.push_back(family("tripline_web_resident_memory_bytes", "Resident set of the web process.", MetricType::Gauge,
                           {gauge(own_resident_bytes())}));
  metrics.push_back(family("tripline_web_pages", "WebSockets now.", MetricType::Gauge, {gauge(pages.open.load())}));
  metrics.push_back(family("tripline_web_dropped_messages_total", "Messages that slow pages did not get.",
                           MetricType::Counter, {counter(static_cast<double>(pages.dropped.load()))}));
  metrics.push_back(family("tripline_web_cut_pages_total", "WebSockets closed because the page took nothing more.",
                           MetricType::Counter, {counter(static_cast<double>(pages.cut_short.load()))}));
}

Response metrics(const ProcessInfo& process, const CoreView& core, const PageCounts& pages, MonoTime now) {
  Metrics metrics;
  add_core(core, now, metrics);
  add_gaps(core.counts(), metrics);
  add_web(process, pages, now, metrics);
  // A family without a row says nothing, and a checker stumbles over it.
  std::erase_if(metrics, [](const auto& family) { return family.metric.empty(); });
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.headers = {{"Cache-Control", "no-store"}};
  response.body = prometheus::TextSerializer().Serialize(metrics);
  return response;
}

}  // namespace

Routes metrics_routes(ProcessInfo process, const CoreView& core, const PageCounts& pages) {
  return {{"GET", "/metrics", Role::kRead,
           [process = std::move(process), &core, &pages](const Request&, const PathValues&) {
             return metrics(process, core, pages, MonoClock::now());
           }}};
}

}  // namespace tripline
