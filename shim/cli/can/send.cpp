#include "shim/cli/can/send.hpp"

#include <fmt/format.h>

#include <thread>

#include "hw/replay/can_log.hpp"
#include "rt/base/time.hpp"
#include "shim/cli/can/dbc_set.hpp"
#include "shim/cli/can/frame_text.hpp"
#include "shim/cli/can/log_pace.hpp"
#include "shim/cli/can/message_settings.hpp"

namespace tripline {
namespace {

Error usage(const std::string& text) { return {ExitCode::kUsage, "can send: " + text}; }

Result<std::uint64_t> send_rounds(const CanSendOptions& options, const std::vector<CanFrame>& frames,
                                  const SendFrame& send) {
  MonoTime due = MonoClock::now();
  std::uint64_t sent = 0;
  for (std::uint64_t round = 0; options.count == 0 || round < options.count; ++round) {
    std::this_thread::sleep_until(due);
    due += options.period;
    for (const CanFrame& frame : frames) {
      if (auto done = send(frame); !done) return done.error();
      ++sent;
    }
  }
  return sent;
}

}  // namespace

Result<std::vector<CanFrame>> frames_to_send(const CanSendOptions& options) {
  if (!options.log.empty() && !(options.frames.empty() && options.settings.empty()))
    return usage("--log stands alone; leave out the frames and --set");
  if (options.log.empty() && options.frames.empty() && options.settings.empty())
    return usage("nothing to send; write a frame like 123#1122, or --dbc with --set, or --log");
  if (!options.settings.empty() && options.dbc.empty()) return usage("--set needs the DBC files; name them with --dbc");
  std::vector<CanFrame> frames;
  for (const std::string& text : options.frames) {
    const auto frame = parse_frame(text);
    if (!frame) return frame.error();
    frames.push_back(*frame);
  }
  const auto dbc = load_dbc_set(options.dbc);
  if (!dbc) return dbc.error();
  const auto encoded = encode_settings(dbc->files, options.settings);
  if (!encoded) return encoded.error();
  frames.insert(frames.end(), encoded->begin(), encoded->end());
  return frames;
}

Result<std::uint64_t> send_log(const CanSendOptions& options, const SendFrame& send) {
  const auto filter = FrameFilter::create(options.filter);
  if (!filter) return filter.error();
  auto log = CanLog::open(options.log);
  if (!log) return log.error();
  LogPace pace;
  LoggedFrame line;
  std::uint64_t sent = 0;
  while (true) {
    const auto more = log->next(line);
    if (!more) return more.error();
    if (!*more) return sent;
    if (!filter->passes(line.bus, line.frame) || (line.frame.flags & kCanErrorFrame) != 0) continue;
    std::this_thread::sleep_until(pace.due(line.time, MonoClock::now()));
    if (auto done = send(line.frame); !done) return done.error();
    ++sent;
  }
}

Result<void> can_send(const CanSendOptions& options, std::FILE* out) {
  const auto frames = frames_to_send(options);
  if (!frames) return frames.error();
  const auto send = open_bus(options.interface);
  if (!send) return send.error();
  const auto sent = options.log.empty() ? send_rounds(options, *frames, *send) : send_log(options, *send);
  if (!sent) return sent.error();
  fmt::print(out, "sent {} frames on {}\n", *sent, options.interface);
  return {};
}

}  // namespace tripline
