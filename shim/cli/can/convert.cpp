#include "shim/cli/can/convert.hpp"

#include <array>
#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

#include "hw/replay/can_log.hpp"
#include "shim/cli/can/bus_names.hpp"
#include "shim/cli/can/candump_writer.hpp"
#include "shim/cli/can/csv_writer.hpp"
#include "shim/cli/can/dbc_set.hpp"
#include "shim/cli/can/output_file.hpp"
#include "shim/cli/can/passed_over.hpp"
#include "shim/cli/can/pcapng_writer.hpp"
#include "shim/cli/can/signal_choice.hpp"

namespace tripline {
namespace {

using Writer = std::unique_ptr<LogWriter>;

Error usage(const std::string& text) { return {ExitCode::kUsage, "can convert: " + text}; }

Error cannot_write(const OutputFile& file) {
  return {ExitCode::kSystem, file.path() + ": takes no more (disk full or closed?)"};
}

Result<std::string> format_of(const CanConvertOptions& options) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kByExtension{
      {{".log", "candump"}, {".csv", "csv"}, {".pcapng", "pcapng"}}};
  if (!options.format.empty()) return options.format;
  const std::string extension = std::filesystem::path(options.output).extension().string();
  for (const auto& [known, format] : kByExtension)
    if (extension == known) return std::string(format);
  return usage("'" + options.output + "' ends in none of .log, .csv and .pcapng; name the format with --to");
}

Result<Writer> csv_writer(const CanConvertOptions& options, const DecodePlan& plan) {
  if (options.dbc.empty()) return Writer(std::make_unique<FrameCsvWriter>());
  auto is_chosen = choose_signals(names_of(plan), options.signals);
  if (!is_chosen) return is_chosen.error();
  if (options.wide) return Writer(std::make_unique<WideCsvWriter>(plan, *is_chosen));
  return Writer(std::make_unique<ValueCsvWriter>(plan, *std::move(is_chosen)));
}

Result<Writer> make_writer(const CanConvertOptions& options, const DecodePlan& plan) {
  const Result<std::string> format = format_of(options);
  if (!format) return format.error();
  if (*format == "csv" && options.dbc.empty() && (options.wide || !options.signals.empty()))
    return usage("--wide and --signals are about values; name the DBC files with --dbc");
  if (*format == "csv") return csv_writer(options, plan);
  if (!options.dbc.empty() || options.wide || !options.signals.empty())
    return usage(*format + " carries raw frames; --dbc, --signals and --wide go with csv");
  if (*format == "candump") return Writer(std::make_unique<CandumpWriter>());
  if (*format == "pcapng") return Writer(std::make_unique<PcapngWriter>());
  return usage("there is no format '" + *format + "'; choose from: candump, csv, pcapng");
}

Result<void> copy(CanLog& log, const FrameFilter& frames, LogWriter& writer, OutputFile& file) {
  OutputBuffer out(file.stream());
  BusNames buses;
  LoggedFrame line;
  writer.begin(out);
  while (true) {
    if (!log.has_buffered_line() && !out.flush()) return cannot_write(file);
    const Result<bool> more = log.next(line);
    if (!more) return more.error();
    if (!*more) break;
    if (!frames.passes(line.bus, line.frame)) continue;
    const auto bus = buses.number_of(line.bus);
    if (!bus)
      return Error{ExitCode::kBadData,
                   log.path() + ": more than " + std::to_string(limits::kLogBuses) + " buses; choose some with --bus"};
    writer.append(out, line, *bus);
    if (!out.end_record()) return cannot_write(file);
  }
  if (!out.flush()) return cannot_write(file);
  return {};
}

}  // namespace

Result<void> can_convert(const CanConvertOptions& options) {
  const auto frames = FrameFilter::create(options.frames);
  if (!frames) return frames.error();
  const auto dbc = load_dbc_set(options.dbc);
  if (!dbc) return dbc.error();
  const auto writer = make_writer(options, dbc->plan);
  if (!writer) return writer.error();
  auto log = CanLog::open(options.log);
  if (!log) return log.error();
  auto file = OutputFile::create(options.output);
  if (!file) return file.error();
  if (auto copied = copy(*log, *frames, **writer, *file); !copied) return copied;
  say_passed_over(*log);
  if (auto committed = file->commit(); !committed) return committed;
  return completeness(*dbc);
}

}  // namespace tripline
