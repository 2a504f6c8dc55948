#include "shim/cli/can/decode.hpp"

#include <memory>
#include <utility>

#include "hw/replay/can_log.hpp"
#include "shim/cli/can/bus_names.hpp"
#include "shim/cli/can/dbc_set.hpp"
#include "shim/cli/can/decoded_line.hpp"
#include "shim/cli/can/output_buffer.hpp"
#include "shim/cli/can/passed_over.hpp"
#include "shim/cli/can/signal_choice.hpp"
#include "shim/cli/can/value_filter.hpp"

namespace tripline {
namespace {

std::unique_ptr<DecodedLine> make_writer(const DecodePlan& plan, bool json) {
  if (json) return std::make_unique<JsonLine>(plan);
  return std::make_unique<TextLine>(plan);
}

Error cannot_write() { return {ExitCode::kSystem, "can decode: the output takes no more (disk full or closed?)"}; }

/// From a log to lines: what is wanted of each frame.
class Decoder {
 public:
  Decoder(const CanDecodeOptions& options, const DecodePlan& plan, FrameFilter frames,
          std::vector<std::uint8_t> is_chosen)
      : options_(options),
        plan_(plan),
        frames_(std::move(frames)),
        values_(std::move(is_chosen), options.changed),
        writer_(make_writer(plan, options.json)),
        room_(plan.make_room()) {}

  /// Lines are written in blocks, but never held back while the log has nothing new.
  Result<void> run(CanLog& log, OutputBuffer& out) {
    LoggedFrame line;
    while (true) {
      if (!log.has_buffered_line() && !out.flush()) return cannot_write();
      const Result<bool> more = log.next(line);
      if (!more) return more.error();
      if (!*more) return {};
      if (!frames_.passes(line.bus, line.frame)) continue;
      const auto bus = buses_.number_of(line.bus);
      if (!bus) return too_many_buses(log.path());
      if (append(out, line, *bus) && !out.end_line()) return cannot_write();
    }
  }

 private:
  static Error too_many_buses(const std::string& path) {
    return {ExitCode::kBadData,
            path + ": more than " + std::to_string(limits::kLogBuses) + " buses; choose some with --bus"};
  }

  /// False when nothing of the frame is wanted.
  bool append(OutputBuffer& out, const LoggedFrame& line, std::size_t bus) {
    DecodedFrame decoded = plan_.decode(line.frame, room_);
    const bool is_thinned = options_.changed || !options_.signals.empty();
    if (is_thinned && !decoded.known() && !is_wanted_unknown(line.frame, bus)) return false;
    if (is_thinned && decoded.known()) {
      decoded = values_.keep(bus, decoded);
      if (decoded.count == 0) return false;
    }
    writer_->append(out, line, bus, decoded);
    return true;
  }

  bool is_wanted_unknown(const CanFrame& frame, std::size_t bus) {
    return options_.signals.empty() && values_.is_new(bus, frame);
  }

  const CanDecodeOptions& options_;
  const DecodePlan& plan_;
  FrameFilter frames_;
  ValueFilter values_;
  std::unique_ptr<DecodedLine> writer_;
  DecodeRoom room_;
  BusNames buses_;
};

}  // namespace

Result<void> can_decode(const CanDecodeOptions& options, std::FILE* out) {
  Result<FrameFilter> frames = FrameFilter::create(options.frames);
  if (!frames) return frames.error();
  const Result<DbcSet> dbc = load_dbc_set(options.dbc);
  if (!dbc) return dbc.error();
  Result<std::vector<std::uint8_t>> is_chosen = choose_signals(names_of(dbc->plan), options.signals);
  if (!is_chosen) return is_chosen.error();
  Result<CanLog> log = CanLog::open(options.log);
  if (!log) return log.error();
  OutputBuffer buffer(out);
  Decoder decoder(options, dbc->plan, *std::move(frames), *std::move(is_chosen));
  Result<void> written = decoder.run(*log, buffer);
  if (!buffer.flush()) return cannot_write();
  if (!written) return written;
  say_passed_over(*log);
  return completeness(*dbc);
}

}  // namespace tripline
