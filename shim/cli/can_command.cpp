#include "shim/cli/can_command.hpp"

#include <cstdio>
#include <memory>

#include "shim/cli/can/convert.hpp"
#include "shim/cli/can/decode.hpp"
#include "shim/cli/can/lint.hpp"
#include "shim/cli/can/monitor.hpp"
#include "shim/cli/can/send.hpp"
#include "shim/cli/can/stats.hpp"

namespace tripline {
namespace {

constexpr const char* kLogHelp = "CAN log: candump, .trc, .asc, pcap or pcapng; - is standard input";
constexpr const char* kDbcHelp = "DBC files; where they have the same id, the last one decodes";
constexpr const char* kSignalsHelp = "These signals only: Signal, Message.Signal, or a pattern with *; a,b,c";

void add_filter_options(CLI::App& command, FrameFilterOptions& options) {
  command.add_option("--id", options.ids, "These ids only, in hex: 1A0,18FEF100; eight digits are an extended one")
      ->delimiter(',');
  command.add_option("--bus", options.buses, "These buses only")->delimiter(',');
}

/// A log, or else the running core.
void add_source_options(CLI::App& command, RigOptions& rig, std::string& log) {
  add_rig_options(command, rig);
  command.add_option("--log", log, "CAN log instead of the running core; - is standard input");
}

void add_decode(CLI::App& can, Command& chosen) {
  auto options = std::make_shared<CanDecodeOptions>();
  auto* command = can.add_subcommand("decode", "Print a log with the names and values that DBC files give it");
  command->add_option("--dbc", options->dbc, kDbcHelp)->required();
  command->add_option("--log", options->log, kLogHelp)->required();
  command->add_flag("--json", options->json, "One JSON object a line");
  command->add_option("--signals", options->signals, kSignalsHelp)->delimiter(',');
  command->add_flag("--changed", options->changed, "Only values that are not what they were, and frames with such");
  add_filter_options(*command, options->frames);
  command->callback([options, &chosen] { chosen = [options] { return can_decode(*options, stdout); }; });
}

void add_lint(CLI::App& can, Command& chosen) {
  auto options = std::make_shared<CanLintOptions>();
  auto* command = can.add_subcommand(
      "lint",
      "Print everything that is odd about DBC files.\nExit code: 0 nothing, 1 findings, 2 a file cannot be loaded");
  command->add_option("dbc", options->dbc, "DBC files; ids that several have are findings, too")->required();
  command->add_flag("--strict", options->strict, "Warnings are errors");
  command->add_flag("--json", options->json, "One JSON object a line");
  command->callback([options, &chosen] { chosen = [options] { return can_lint(*options, stdout); }; });
}

void add_monitor(CLI::App& can, Command& chosen) {
  struct Arguments {
    RigOptions rig;
    CanMonitorOptions options;
    std::uint32_t seconds = 0;
  };
  auto arguments = std::make_shared<Arguments>();
  auto* command =
      can.add_subcommand("monitor",
                         "Watch a bus: a line per id, changed bytes highlighted.\n"
                         "Keys: q quit, space pause, c clear, s sort, arrows scroll. NO_COLOR is respected");
  add_source_options(*command, arguments->rig, arguments->options.log);
  command->add_flag("--at-once", arguments->options.at_once, "The log as fast as it can be read, not at its pace");
  command->add_option("--dbc", arguments->options.dbc, "DBC files for names and values; default: the core's own");
  command->add_option("--signals", arguments->options.signals, "Show values of these, too: a,b,c, or '*'")
      ->delimiter(',');
  command->add_flag("--once", arguments->options.once, "One snapshot, as plain text");
  command->add_option("--seconds", arguments->seconds, "End after so many; 0: never")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  add_filter_options(*command, arguments->options.frames);
  command->callback([arguments, &chosen] {
    chosen = [arguments]() -> Result<void> {
      auto run_dir = run_dir_of(arguments->rig);
      if (!run_dir) return run_dir.error();
      arguments->options.run_dir = *std::move(run_dir);
      arguments->options.seconds = std::chrono::seconds(arguments->seconds);
      return can_monitor(arguments->options, stdout);
    };
  });
}

void add_stats(CLI::App& can, Command& chosen) {
  struct Arguments {
    RigOptions rig;
    CanStatsOptions options;
    std::uint32_t seconds = 5;
    std::uint32_t gap_ms = 100;
  };
  auto arguments = std::make_shared<Arguments>();
  auto* command = can.add_subcommand("stats", "Count a bus: rates, cycles, jitter, gaps, load, unknown ids");
  CanStatsOptions& options = arguments->options;
  add_source_options(*command, arguments->rig, options.log);
  command->add_option("--seconds", arguments->seconds, "How long the running core is watched")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command->add_option("--dbc", options.dbc, "DBC files for names; default: the core's own");
  command
      ->add_option("--bitrate", options.bitrate_bps, "Bit/s of the bus: says what part of it each id takes (derived)")
      ->check(CLI::Range(1'000, 10'000'000));
  command->add_option("--data-bitrate", options.data_bitrate_bps, "Bit/s of the data of CAN FD; default: --bitrate")
      ->check(CLI::Range(1'000, 20'000'000));
  command->add_option("--gap-ms", arguments->gap_ms, "A silence of a bus that counts as a gap")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command->add_flag("--json", options.json, "One JSON object");
  add_filter_options(*command, options.frames);
  command->callback([arguments, &chosen] {
    chosen = [arguments]() -> Result<void> {
      auto run_dir = run_dir_of(arguments->rig);
      if (!run_dir) return run_dir.error();
      arguments->options.run_dir = *std::move(run_dir);
      arguments->options.seconds = std::chrono::seconds(arguments->seconds);
      arguments->options.gap = std::chrono::milliseconds(arguments->gap_ms);
      return can_stats(arguments->options, stdout);
    };
  });
}

void add_convert(CLI::App& can, Command& chosen) {
  auto options = std::make_shared<CanConvertOptions>();
  auto* command = can.add_subcommand("convert", "Write a log in another format: whole, or not at all");
  command->add_option("--log", options->log, kLogHelp)->required();
  command->add_option("-o,--output", options->output, "File; - is standard output")->required();
  command->add_option("--to", options->format, "candump, csv or pcapng; default: as the file's name ends")
      ->check(CLI::IsMember({"candump", "csv", "pcapng"}));
  command->add_option("--dbc", options->dbc, "csv: DBC files; one line a value instead of one a frame");
  command->add_option("--signals", options->signals, kSignalsHelp)->delimiter(',');
  command->add_flag("--wide", options->wide, "csv: one column a signal; choose few with --signals");
  add_filter_options(*command, options->frames);
  command->callback([options, &chosen] { chosen = [options] { return can_convert(*options); }; });
}

void add_send(CLI::App& can, Command& chosen) {
  struct Arguments {
    CanSendOptions options;
    double period_ms = 100;
  };
  auto arguments = std::make_shared<Arguments>();
  CanSendOptions& options = arguments->options;
  auto* command = can.add_subcommand(
      "send", "Send on a SocketCAN interface. For tests: this command sends, the core only ever listens");
  command->add_option("interface", options.interface, "As 'ip -brief link' has it")->required();
  command->add_option("frame", options.frames, "123#1122, 18FEF100#1122, 123##0<FD data>, 123#R");
  command->add_option("--set", options.settings, "Message.Signal=value: a number, or a choice by name; needs --dbc");
  command->add_option("--dbc", options.dbc, "DBC files that say where the signals are");
  command->add_option("--count", options.count, "How often all of it is sent; 0: until stopped")->capture_default_str();
  command->add_option("--period", arguments->period_ms, "From one time to the next, ms")
      ->check(CLI::Range(0.0, 3'600'000.0))
      ->capture_default_str();
  command->add_option("--log", options.log, "Send a CAN log at its pace instead; - is standard input");
  add_filter_options(*command, options.filter);
  command->callback([arguments, &chosen] {
    chosen = [arguments] {
      arguments->options.period = std::chrono::microseconds(static_cast<std::int64_t>(arguments->period_ms * 1e3));
      return can_send(arguments->options, stdout);
    };
  });
}

}  // namespace

void add_can_commands(CLI::App& app, Command& chosen) {
  auto* can = app.add_subcommand("can", "Read, watch, count, convert and send CAN");
  can->require_subcommand(1);
  add_decode(*can, chosen);
  add_lint(*can, chosen);
  add_monitor(*can, chosen);
  add_stats(*can, chosen);
  add_convert(*can, chosen);
  add_send(*can, chosen);
}

}  // namespace tripline
