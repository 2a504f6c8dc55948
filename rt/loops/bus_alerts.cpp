#include "rt/loops/bus_alerts.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace tripline {
namespace {

constexpr std::size_t kNamesTold = 4;

const char* fault_text(MessageState state) {
  switch (state) {
    case MessageState::kTimeout:
      return "silent";
    case MessageState::kCounter:
      return "wrong counter";
    case MessageState::kChecksum:
      return "wrong checksum";
    case MessageState::kNever:
      return "never came";
    case MessageState::kOk:
      break;
  }
  return "ok";
}

/// `Engine (silent), Gear (wrong checksum) and 3 more`
std::string list_of(const std::vector<FaultNews::Change>& changes, const DecodePlan& plan) {
  std::string text;
  for (std::size_t i = 0; i < changes.size() && i < kNamesTold; ++i) {
    const auto& [message, state] = changes[i];
    text += fmt::format("{}{}", i == 0 ? "" : ", ", plan.messages()[message].name);
    if (state != MessageState::kOk) text += fmt::format(" ({})", fault_text(state));
  }
  if (changes.size() > kNamesTold) text += fmt::format(" and {} more", changes.size() - kNamesTold);
  return text;
}

}  // namespace

const char* loss_text(CanLoss loss) noexcept {
  switch (loss) {
    case CanLoss::kUnplugged:
      return "unplugged";
    case CanLoss::kDown:
      return "the interface is down";
    case CanLoss::kNoCarrier:
      return "no carrier";
    case CanLoss::kBusOff:
      return "bus-off: too many errors";
    case CanLoss::kUnknown:
      break;
  }
  return "unplugged, down or bus-off";
}

BusAlerts::BusAlerts(const CoreParts& parts)
    : watched_(parts.buses.size(), Watched{BusState::kStarting, FaultNews(parts.plan.messages().size()), {}}) {}

void BusAlerts::look(CoreParts& parts) {
  for (std::size_t i = 0; i < parts.buses.size(); ++i) {
    tell_state(parts.notices, *parts.buses[i], watched_[i]);
    if (watched_[i].state == BusState::kOk) tell_faults(parts.notices, *parts.buses[i], parts.plan, watched_[i]);
  }
}

void BusAlerts::tell_state(NoticeQueue& notices, CanLoop& bus, Watched& watched) {
  const auto before = std::exchange(watched.state, bus.state());
  if (before == watched.state) return;
  const auto& name = bus.info().name;
  if (watched.state == BusState::kLost) {
    watched.news.clear();
    notices.alert(LogLevel::kError, wire::AlertKind::bus_lost, name,
                  fmt::format("the bus is gone: {}", loss_text(bus.loss())),
                  "tried again after 1, 2, 5, 10, 10 ... s; all its values are stale");
  } else if (before == BusState::kLost) {
    notices.alert(LogLevel::kInfo, wire::AlertKind::bus_back, name, "the bus is back");
  } else if (watched.state == BusState::kEnded) {
    notices.alert(LogLevel::kInfo, wire::AlertKind::source_ended, name,
                  fmt::format("the log ended after {} frames", bus.counters().in.get()));
  }
}

void BusAlerts::tell_faults(NoticeQueue& notices, CanLoop& bus, const DecodePlan& plan, Watched& watched) {
  const auto now = MonoClock::now();
  if (now < watched.look_due) return;
  watched.look_due = now + CanLoop::kReportEvery;
  const auto news = watched.news.look(now, bus.report());
  if (!news.invalid.empty())
    notices.alert(LogLevel::kWarning, wire::AlertKind::message_invalid, bus.info().name,
                  fmt::format("invalid: {}", list_of(news.invalid, plan)),
                  "their signals are stale until they are well");
  if (!news.valid.empty())
    notices.alert(LogLevel::kInfo, wire::AlertKind::message_valid, bus.info().name,
                  fmt::format("well again: {}", list_of(news.valid, plan)));
}

}  // namespace tripline
