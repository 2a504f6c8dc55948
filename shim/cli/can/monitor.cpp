#include "shim/cli/can/monitor.hpp"

#include <cstdlib>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "shim/cli/can/core_frame_source.hpp"
#include "shim/cli/can/log_frame_source.hpp"
#include "shim/cli/can/monitor_feed.hpp"
#include "shim/cli/can/monitor_keys.hpp"
#include "shim/cli/can/monitor_picture.hpp"
#include "shim/cli/can/terminal_screen.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr auto kRefresh = 100ms;     // ten pictures a second: more cannot be read
constexpr auto kSnapshotEvery = 1s;  // where there is no screen
constexpr auto kFirstSnapshot = 2s;  // of a core, when one is asked for: most cycles are shorter

/// https://no-color.org: any value but the empty one.
Styling styling() {
  const char* wish = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe)
  return wish != nullptr && *wish != '\0' ? Styling::kMonochrome : Styling::kColor;
}

Result<std::unique_ptr<FrameSource>> open_source(const CanMonitorOptions& options) {
  if (options.log.empty()) {
    auto core = CoreFrameSource::open(options.run_dir);
    if (!core) return core.error();
    return std::unique_ptr<FrameSource>(*std::move(core));
  }
  const bool at_once = options.at_once || (options.once && options.seconds == 0s);
  auto log =
      LogFrameSource::open(options.log, at_once ? LogFrameSource::Pace::kAtOnce : LogFrameSource::Pace::kAsRecorded);
  if (!log) return log.error();
  return std::unique_ptr<FrameSource>(std::make_unique<LogFrameSource>(*std::move(log)));
}

MonoTime end_of(const CanMonitorOptions& options) {
  if (options.seconds > 0s) return MonoClock::now() + options.seconds;
  return options.once && options.log.empty() ? MonoClock::now() + kFirstSnapshot : MonoTime::max();
}

/// A person at a terminal: what they see, and what their keys do to it.
class MonitorSession {
 public:
  MonitorSession(FrameSource& source, MonitorFeed& feed, TerminalScreen& screen)
      : source_(source), feed_(feed), screen_(screen) {
    view_.styling = styling();
  }

  Result<void> run(MonoTime end) {
    bool is_over = false;
    while (!is_ended_ && !screen_.is_told_to_end() && MonoClock::now() < end) {
      const MonoTime next = MonoClock::now() + kRefresh;
      if (!is_over) {
        const Result<bool> filled = feed_.fill(table_, next);
        if (!filled) return filled.error();
        is_over = *filled;
      }
      if (is_over) std::this_thread::sleep_until(next);
      for (const MonitorKey key : read_keys(screen_.typed())) press(key);
      if (!show(is_over)) break;
    }
    return {};
  }

 private:
  bool show(bool is_over) {
    const TerminalScreen::Size size = screen_.size();
    view_.columns = size.columns;
    view_.lines = size.lines;
    if (!frozen_) view_.now = source_.now();
    view_.is_paused = frozen_.has_value();
    view_.about = source_.about() + (is_over ? ", at its end" : "");
    const MonitorPicture picture = draw(frozen_ ? *frozen_ : table_, view_);
    view_.scroll = std::min(view_.scroll, picture.last_scroll);
    return screen_.show(picture.text);
  }

  /// While paused, what comes goes on being counted behind the picture.
  void press(MonitorKey key) {
    const std::size_t page = std::max<std::size_t>(view_.lines, 6) - 4;
    switch (key) {
      case MonitorKey::kQuit:
        is_ended_ = true;
        break;
      case MonitorKey::kClear:
        table_.clear();
        frozen_.reset();
        break;
      case MonitorKey::kSort:
        view_.sort = next_sort(view_.sort);
        view_.scroll = 0;
        break;
      case MonitorKey::kPause:
        frozen_ ? frozen_.reset() : void(frozen_ = table_);
        break;
      case MonitorKey::kUp:
        scroll_up(1);
        break;
      case MonitorKey::kDown:
        ++view_.scroll;
        break;
      case MonitorKey::kPageUp:
        scroll_up(page);
        break;
      case MonitorKey::kPageDown:
        view_.scroll += page;
        break;
      case MonitorKey::kHome:
        view_.scroll = 0;
        break;
      case MonitorKey::kEnd:
        view_.scroll = SIZE_MAX / 2;
        break;
    }
  }

  void scroll_up(std::size_t lines) { view_.scroll -= std::min(view_.scroll, lines); }

  FrameSource& source_;
  MonitorFeed& feed_;
  TerminalScreen& screen_;
  MonitorTable table_;
  std::optional<MonitorTable> frozen_;  ///< what is shown while paused
  MonitorView view_;
  bool is_ended_ = false;
};

bool print_snapshot(const FrameSource& source, const MonitorTable& table, std::FILE* out) {
  MonitorView view;
  view.now = source.now();
  view.about = source.about();
  const std::string text = draw(table, view).text;
  return std::fwrite(text.data(), 1, text.size(), out) == text.size() && std::fflush(out) == 0;
}

Result<void> print_snapshots(const CanMonitorOptions& options, FrameSource& source, MonitorFeed& feed, std::FILE* out) {
  const MonoTime end = end_of(options);
  MonitorTable table;
  for (bool is_over = false; !is_over;) {
    const Result<bool> filled = feed.fill(table, options.once ? end : std::min(end, MonoClock::now() + kSnapshotEvery));
    if (!filled) return filled.error();
    is_over = *filled || MonoClock::now() >= end;
    if (!options.once || is_over)
      if (!print_snapshot(source, table, out))
        return Error{ExitCode::kSystem, "can monitor: the output takes no more (disk full or closed?)"};
  }
  return {};
}

/// The terminal comes first: signals are taken out of the way of the threads that a source may have.
Result<void> watch(const CanMonitorOptions& options, const DbcSet& dbc, FrameFilter frames) {
  const auto screen = TerminalScreen::open();
  if (!screen) return screen.error();
  const auto source = open_source(options);
  if (!source) return source.error();
  const auto feed = MonitorFeed::create(**source, dbc, std::move(frames), options.signals);
  if (!feed) return feed.error();
  return MonitorSession(**source, **feed, **screen).run(end_of(options));
}

Result<void> print(const CanMonitorOptions& options, const DbcSet& dbc, FrameFilter frames, std::FILE* out) {
  const auto source = open_source(options);
  if (!source) return source.error();
  const auto feed = MonitorFeed::create(**source, dbc, std::move(frames), options.signals);
  if (!feed) return feed.error();
  return print_snapshots(options, **source, **feed, out);
}

}  // namespace

Result<void> can_monitor(const CanMonitorOptions& options, std::FILE* out) {
  auto frames = FrameFilter::create(options.frames);
  if (!frames) return frames.error();
  const auto dbc = load_dbc_set(options.dbc);
  if (!dbc) return dbc.error();
  if (options.once || !is_output_terminal()) return print(options, *dbc, *std::move(frames), out);
  return watch(options, *dbc, *std::move(frames));
}

}  // namespace tripline
