#include "shim/cli/can/monitor_feed.hpp"

#include <algorithm>
#include <utility>

#include "shim/cli/can/signal_choice.hpp"

namespace tripline {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestWait{1000};

std::string_view choice_of(const SignalInfo& signal, std::uint64_t raw) {
  for (const DbcChoice& choice : signal.choices)
    if (choice.raw == static_cast<std::int64_t>(raw)) return choice.name;
  return {};
}

}  // namespace

MonitorFeed::MonitorFeed(FrameSource& source, const DbcSet& dbc, FrameFilter frames, std::vector<std::string> signals)
    : source_(source),
      dbc_(dbc),
      frames_(std::move(frames)),
      signals_(std::move(signals)),
      room_(dbc.plan.make_room()) {}

Result<std::unique_ptr<MonitorFeed>> MonitorFeed::create(FrameSource& source, const DbcSet& dbc, FrameFilter frames,
                                                         std::vector<std::string> signals) {
  std::unique_ptr<MonitorFeed> feed(new MonitorFeed(source, dbc, std::move(frames), std::move(signals)));
  if (dbc.files.empty()) return feed;
  const auto is_chosen = choose_signals(names_of(dbc.plan), feed->signals_);
  if (!is_chosen) return is_chosen.error();
  return feed;
}

Result<void> MonitorFeed::use(MonitorTable& table, SignalNames names) {
  is_shown_.assign(names.signals.size(), 0);
  if (!signals_.empty()) {
    auto is_chosen = choose_signals(names, signals_);
    if (!is_chosen) return is_chosen.error();
    is_shown_ = *std::move(is_chosen);
  }
  table.set_names(std::move(names));
  return {};
}

void MonitorFeed::add_values(MonitorTable& table, const SourceItem& item, const DecodedFrame& decoded) {
  for (std::size_t i = 0; i < decoded.count; ++i) {
    const DecodedValue value = decoded[i];
    if (is_shown_[value.signal] == 0) continue;
    table.set_value(value.signal, item.bus, value.value, choice_of(dbc_.plan.signals()[value.signal], value.raw));
  }
}

void MonitorFeed::add_frame(MonitorTable& table, const SourceItem& item) {
  if (!frames_.passes(item.bus, item.frame)) return;
  if (dbc_.files.empty()) return table.add(item);
  const DecodedFrame decoded = dbc_.plan.decode(item.frame, room_);
  table.add(item, decoded.known() ? std::string_view(dbc_.plan.messages()[decoded.message].name) : std::string_view());
  add_values(table, item, decoded);
}

Result<void> MonitorFeed::take(MonitorTable& table, SourceRead read, const SourceItem& item) {
  const bool is_source_naming = dbc_.files.empty();
  if (read == SourceRead::kRestart) table.clear();
  if (is_source_naming && (read == SourceRead::kRestart || read == SourceRead::kNames))
    return use(table, source_.names());
  if (read == SourceRead::kFrame) add_frame(table, item);
  if (read == SourceRead::kValue && is_source_naming && is_shown_[item.signal] != 0)
    table.set_value(item.signal, source_.names().signals[item.signal].bus, item.value);
  return {};
}

Result<bool> MonitorFeed::fill(MonitorTable& table, MonoTime until) {
  if (!std::exchange(has_names_, true) && !dbc_.files.empty())
    if (Result<void> used = use(table, names_of(dbc_.plan)); !used) return used.error();
  SourceItem item;
  for (MonoTime now = MonoClock::now(); now < until; now = MonoClock::now()) {
    const auto wait = std::chrono::ceil<milliseconds>(std::min<nanoseconds>(until - now, kLongestWait));
    const Result<SourceRead> read = source_.next(item, wait);
    if (!read) return read.error();
    if (*read == SourceRead::kEnd) return true;
    if (Result<void> taken = take(table, *read, item); !taken) return taken.error();
  }
  return false;
}

}  // namespace tripline
