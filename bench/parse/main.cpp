// candump text to frames, and on to doubles, beside other ways through the same lines.
#include <fmt/format.h>

#include "bench/parse/log_files.hpp"
#include "bench/parse/peers.hpp"
#include "bench/support/figure.hpp"
#include "bench/support/options.hpp"
#include "bench/support/rounds.hpp"
#include "hw/replay/can_log.hpp"
#include "rt/core/can/decode_plan.hpp"

namespace tripline::bench {
namespace {

const std::string kData = TRIPLINE_SHARED_DATA "/can/logs/";
constexpr double kLinesTarget = 20e6;   // a second
constexpr double kFramesTarget = 12e6;  // a second, decoded

/// Every frame of the log to `use`.
template <typename Use>
void for_each_frame(const std::string& path, Use&& use) {
  CanLog log = CanLog::open(path).value();
  LoggedFrame frame;
  while (log.next(frame).value()) use(frame.frame);
}

std::uint64_t read_log(const std::string& path) {
  std::uint64_t sum = 0;
  for_each_frame(path, [&sum](const CanFrame& frame) { sum += frame.data[0]; });
  return sum;
}

double decode_log(const std::string& path, const DecodePlan& plan, DecodeRoom& room) {
  double sum = 0;
  for_each_frame(path, [&](const CanFrame& frame) {
    const DecodedFrame decoded = plan.decode(frame, room);
    if (decoded.count > 0) sum += decoded.value[decoded.count - 1];
  });
  return sum;
}

double decode_all(const std::vector<CanFrame>& frames, const DecodePlan& plan, DecodeRoom& room) {
  double sum = 0;
  for (const CanFrame& frame : frames) {
    const DecodedFrame decoded = plan.decode(frame, room);
    if (decoded.count > 0) sum += decoded.value[decoded.count - 1];
  }
  return sum;
}

/// A figure in nanoseconds a line.
Figure per_line(const std::string& name, const std::string& reference, std::size_t lines, Rounds rounds) {
  for (double& time : rounds.ours) time /= static_cast<double>(lines);
  for (double& time : rounds.reference) time /= static_cast<double>(lines);
  const auto ours = percentiles_of(rounds.ours);
  const double theirs = median_of(rounds.reference);
  return {name, ours.p50, "ns", theirs, reference, ours.p50 / theirs, rounds.ours.size(), ours, {}};
}

void say_rate(const Figure& figure, const char* what, double target) {
  constexpr double kSecond = 1e9;
  const double rate = kSecond / figure.value;
  fmt::print(stderr, "bench_parse: {}: {:.1f} M {}/s (target: at least {:.0f} M): {}\n", figure.name, rate / 1e6, what,
             target / 1e6, rate >= target ? "met" : "MISSED");
}

class SceneBench {
 public:
  SceneBench(const ParseScene& scene, const BenchOptions& options, Report& report)
      : scene_(scene), rounds_(options.rounds != 0 ? options.rounds : 25), report_(report) {}

  void run() {
    const std::string name = "parse/candump" + scene_.name;
    say_rate(measure(name, "sscanf a line", &scan_with_sscanf), "lines", kLinesTarget);
    measure(name + "/precise", "the precise reader", &read_precisely);
    measure(name + "/limit", "newlines looked for", &scan_newlines);
    measure_doubles();
  }

 private:
  Figure measure(const std::string& name, const std::string& reference, std::uint64_t (*peer)(const std::string&)) {
    const std::string& path = scene_.log.path();
    Figure figure = per_line(name, reference, scene_.log.lines(),
                             alternate(
                                 rounds_, [] {}, [&] { keep(read_log(path)); }, [&] { keep(peer(path)); }));
    report_.add(figure);
    return figure;
  }

  void measure_doubles() {
    const std::string& path = scene_.log.path();
    const DecodePlan plan = DecodePlan::compile({&scene_.dbc, 1}).value();
    DecodeRoom room = plan.make_room();
    std::vector<CanFrame> frames;
    for_each_frame(path, [&frames](const CanFrame& frame) { frames.push_back(frame); });
    const Figure figure = per_line("parse/candump_to_doubles" + scene_.name, "decoded from memory", scene_.log.lines(),
                                   alternate(
                                       rounds_, [] {}, [&] { keep(decode_log(path, plan, room)); },
                                       [&] { keep(decode_all(frames, plan, room)); }));
    report_.add(figure);
    say_rate(figure, "frames", kFramesTarget);
  }

  const ParseScene& scene_;
  std::size_t rounds_;
  Report& report_;
};

/// The made log stands in for the figures without a name where the real one is not there.
int run(const BenchOptions& options) {
  const int cpu = cpu_of(options);
  if (!pin_to(cpu)) fmt::print(stderr, "bench_parse: not bound to CPU {}: the system refused\n", cpu);
  Report report(stdout, options.json);
  Result<ParseScene> ford =
      real_parse_scene("", kData + "normalsportcomfortengineon.log", kData + "ford_lincoln_base_pt.dbc");
  const Result<ParseScene> rav4 = real_parse_scene("/rav4", kData + "toyota_rav4_b0c9d2329ad1606b_seg40_candump.log",
                                                   kData + "toyota_nodsu_pt_generated.dbc");
  const Result<ParseScene> made = made_parse_scene(ford ? "/made" : "");
  for (const Result<ParseScene>* scene : {&std::as_const(ford), &rav4, &made}) {
    if (*scene)
      SceneBench(**scene, options, report).run();
    else
      fmt::print(stderr, "bench_parse: left out: {}\n", scene->error().message);
  }
  return 0;
}

}  // namespace
}  // namespace tripline::bench

int main(int argc, char** argv) {
  const auto parsed = tripline::bench::parse_options("CAN logs to frames and values", argc, argv);
  return parsed.exit_code ? *parsed.exit_code : tripline::bench::run(parsed.options);
}
