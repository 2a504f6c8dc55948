#include "shim/cli/can_decode.hpp"

#include <memory>
#include <utility>

#include "hw/replay/can_log.hpp"
#include "rt/core/can/dbc_parser.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "shim/cli/decoded_line.hpp"
#include "shim/cli/output_buffer.hpp"

namespace tripline {
namespace {

struct LoadedPlan {
  DecodePlan plan;
  bool is_complete = true;  ///< every statement of the files could be read
};

void say(const std::string& line) { std::fprintf(stderr, "tripline: %s\n", line.c_str()); }

/// True when nothing was left out.
bool say_what_was_left_out(const DbcFile& file) {
  bool is_complete = true;
  for (const DbcDiagnostic& diagnostic : file.diagnostics) {
    if (diagnostic.severity != DbcSeverity::kError) continue;
    say(to_string(file, diagnostic));
    is_complete = false;
  }
  return is_complete;
}

Result<LoadedPlan> load_plan(const std::vector<std::string>& paths) {
  LoadedPlan loaded;
  std::vector<DbcFile> files;
  for (const std::string& path : paths) {
    Result<DbcFile> file = load_dbc(path);
    if (!file) return file.error();
    loaded.is_complete = say_what_was_left_out(*file) && loaded.is_complete;
    files.push_back(*std::move(file));
  }
  Result<DecodePlan> plan = DecodePlan::compile(files);
  if (!plan) return plan.error();
  for (const std::string& conflict : plan->conflicts()) say(conflict);
  loaded.plan = *std::move(plan);
  return loaded;
}

std::unique_ptr<DecodedLine> make_writer(const DecodePlan& plan, bool json) {
  if (json) return std::make_unique<JsonLine>(plan);
  return std::make_unique<TextLine>(plan);
}

Error cannot_write() { return {ExitCode::kSystem, "can decode: the output takes no more (disk full or closed?)"}; }

/// Lines are written in blocks, but never held back while the log has nothing new.
Result<void> write_log(CanLog& log, const DecodePlan& plan, const DecodedLine& writer, OutputBuffer& out) {
  DecodeRoom room = plan.make_room();
  CandumpLine line;
  while (true) {
    if (!log.has_buffered_line() && !out.flush()) return cannot_write();
    const Result<bool> more = log.next(line);
    if (!more) return more.error();
    if (!*more) return {};
    writer.append(out, line, plan.decode(line.frame, room));
    if (!out.end_line()) return cannot_write();
  }
}

}  // namespace

Result<void> can_decode(const CanDecodeOptions& options, std::FILE* out) {
  const Result<LoadedPlan> loaded = load_plan(options.dbc);
  if (!loaded) return loaded.error();
  Result<CanLog> log = CanLog::open(options.log);
  if (!log) return log.error();
  OutputBuffer buffer(out);
  const std::unique_ptr<DecodedLine> writer = make_writer(loaded->plan, options.json);
  Result<void> written = write_log(*log, loaded->plan, *writer, buffer);
  if (!buffer.flush()) return cannot_write();
  if (!written) return written;
  if (!loaded->is_complete) return Error{ExitCode::kBadData, ""};
  return {};
}

}  // namespace tripline
