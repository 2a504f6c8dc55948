#include "shim/app/log_loop.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "rt/base/log.hpp"

namespace tripline {
namespace {

using std::chrono::milliseconds;

// Also the longest delay until a stop signal is seen.
constexpr milliseconds kWait{50};
constexpr milliseconds kReportEvery{1000};

}  // namespace

LogLoop::LogLoop(const RunDir& run_dir, Recorder recorder) : subscriber_(run_dir), recorder_(std::move(recorder)) {
  for (const auto& topic : kTopics)
    if (topic.key != "frame/preview") subscriber_.subscribe(std::string(topic.key));
}

void LogLoop::turn() {
  auto event = subscriber_.receive(kWait);
  const auto now = MonoClock::now();
  if (event) recorder_.take(std::make_shared<const Event>(std::move(*event)), now);
  recorder_.tick(now);
  report(now);
}

void LogLoop::report(MonoTime now) {
  if (now - reported_at_ < kReportEvery) return;
  reported_at_ = now;
  gaps_.look(subscriber_.counts(), now);
  notify_service_manager("STATUS=" + recorder_.state());
}

void LogLoop::finish() {
  recorder_.finish();
  const auto& counts = subscriber_.counts();
  log_info("log", fmt::format("{} events recorded, {} missed on the way, {} refused as malformed, {} not written",
                              recorder_.recorded(), counts.lost_total(), counts.rejected, recorder_.lost()));
}

}  // namespace tripline
