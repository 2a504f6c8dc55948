#include "shim/cli/can/stats.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "shim/cli/can/core_frame_source.hpp"
#include "shim/cli/can/dbc_set.hpp"
#include "shim/cli/can/frame_statistics.hpp"
#include "shim/cli/can/log_frame_source.hpp"
#include "shim/cli/can/statistics_text.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

Result<std::unique_ptr<FrameSource>> open_source(const CanStatsOptions& options) {
  if (options.log.empty()) {
    auto core = CoreFrameSource::open(options.run_dir);
    if (!core) return core.error();
    return std::unique_ptr<FrameSource>(*std::move(core));
  }
  auto log = LogFrameSource::open(options.log, LogFrameSource::Pace::kAtOnce);
  if (!log) return log.error();
  return std::unique_ptr<FrameSource>(std::make_unique<LogFrameSource>(*std::move(log)));
}

/// What the message of a frame is called.
class Namer {
 public:
  Namer(const FrameSource& source, const DbcSet& dbc) : source_(source), dbc_(dbc), room_(dbc.plan.make_room()) {}

  std::string_view name_of(const CanFrame& frame) {
    if (dbc_.files.empty()) {
      const auto named = source_.names().messages.find(frame.can_id().key());
      return named == source_.names().messages.end() ? std::string_view() : std::string_view(named->second);
    }
    const DecodedFrame decoded = dbc_.plan.decode(frame, room_);
    return decoded.known() ? std::string_view(dbc_.plan.messages()[decoded.message].name) : std::string_view();
  }

 private:
  const FrameSource& source_;
  const DbcSet& dbc_;
  DecodeRoom room_;
};

Result<void> collect(FrameSource& source, Namer& namer, const FrameFilter& frames, MonoTime end,
                     FrameStatistics& statistics) {
  SourceItem item;
  for (MonoTime now = MonoClock::now(); now < end; now = MonoClock::now()) {
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(std::min<nanoseconds>(end - now, 1s));
    const Result<SourceRead> read = source.next(item, wait);
    if (!read) return read.error();
    if (*read == SourceRead::kEnd) return {};
    if (*read == SourceRead::kRestart)
      return Error{ExitCode::kUnavailable, "can stats: the core was restarted meanwhile; ask again"};
    if (*read != SourceRead::kFrame || !frames.passes(item.bus, item.frame)) continue;
    if (!statistics.add(item, namer.name_of(item.frame)))
      return Error{ExitCode::kBadData,
                   "can stats: more than " + std::to_string(limits::kLogBuses) + " buses; choose some with --bus"};
  }
  return {};
}

}  // namespace

Result<void> can_stats(const CanStatsOptions& options, std::FILE* out) {
  const auto frames = FrameFilter::create(options.frames);
  if (!frames) return frames.error();
  const auto dbc = load_dbc_set(options.dbc);
  if (!dbc) return dbc.error();
  const auto source = open_source(options);
  if (!source) return source.error();
  FrameStatistics statistics(options.gap);
  Namer namer(**source, *dbc);
  const MonoTime end = options.log.empty() ? MonoClock::now() + options.seconds : MonoTime::max();
  if (auto collected = collect(**source, namer, *frames, end, statistics); !collected) return collected;
  const StatisticsView view{(*source)->about(), options.log.empty() || !options.dbc.empty(), options.bitrate_bps,
                            options.data_bitrate_bps};
  const std::string text = options.json ? statistics_json(statistics, view) : statistics_text(statistics, view);
  if (std::fwrite(text.data(), 1, text.size(), out) != text.size() || std::fflush(out) != 0)
    return Error{ExitCode::kSystem, "can stats: the output takes no more (disk full or closed?)"};
  return completeness(*dbc);
}

}  // namespace tripline
