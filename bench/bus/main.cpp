// Buses at full load: decoded, published and taken by a subscriber, and the CPU that it costs, beside decoding alone.
#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <vector>

#include "bench/bus/bus_rig.hpp"
#include "bench/bus/listener.hpp"
#include "bench/support/figure.hpp"
#include "bench/support/options.hpp"
#include "bench/support/percentiles.hpp"
#include "bench/support/rounds.hpp"
#include "rt/core/can/dbc_parser.hpp"

namespace tripline::bench {
namespace {

constexpr double kSeconds = 10;
constexpr std::size_t kDecodePasses = 200;

struct Scene {
  std::string name;
  Traffic traffic;
};

double cpu_s(clockid_t clock) {
  timespec used{};
  ::clock_gettime(clock, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

/// Nanoseconds of CPU of a frame's decoding and nothing else, on this machine, now.
double decode_alone_ns(const Traffic& traffic) {
  const auto file = parse_dbc(dbc_text(traffic), "bench.dbc");
  const DecodePlan plan = DecodePlan::compile({&file, 1}).value();
  const auto frames = frames_of(traffic);
  DecodeRoom room = plan.make_room();
  std::vector<double> passes;
  for (std::size_t pass = 0; pass < kDecodePasses; ++pass) {
    const double before = cpu_s(CLOCK_THREAD_CPUTIME_ID);
    for (const CanFrame& frame : frames) keep(plan.decode(frame, room).value);
    passes.push_back((cpu_s(CLOCK_THREAD_CPUTIME_ID) - before) * 1e9 / static_cast<double>(frames.size()));
  }
  return median_of(passes);
}

void measure(const Scene& scene, double seconds, Report& report) {
  const RunDir run_dir{std::filesystem::temp_directory_path() / fmt::format("tripline-bench-bus-{}", ::getpid())};
  if (auto made = make_run_dir(run_dir); !made) return void(fmt::print(stderr, "{}\n", made.error().message));
  Listener listener(run_dir);
  Heard heard;
  double used = 0;
  std::uint64_t sent = 0;
  std::uint64_t drops = 0;
  {
    BusRig rig(scene.traffic, seconds, run_dir);
    rig.wait_for_listener();
    const double before = cpu_s(CLOCK_PROCESS_CPUTIME_ID);
    rig.start();
    rig.wait_for_end();
    used = cpu_s(CLOCK_PROCESS_CPUTIME_ID) - before;
    heard = listener.finish();
    sent = scene.traffic.frames_of(seconds) * scene.traffic.buses;
    drops = rig.drops();
  }
  std::filesystem::remove_all(run_dir.path);
  const double frames = static_cast<double>(sent);
  const double alone = decode_alone_ns(scene.traffic);
  const double each = used * 1e9 / frames;
  report.add({scene.name + "/arrived",
              static_cast<double>(heard.frames) / seconds,
              "Hz",
              frames / seconds,
              "frames sent",
              static_cast<double>(heard.frames) / frames,
              1,
              {},
              Target{Target::Side::kAtLeast, 1}});
  report.add({scene.name + "/cpu", each, "ns", alone, "decoding alone", each / alone, 1, {}, {}});
  fmt::print(stderr,
             "bench_bus: {}: {:.0f} frames/s and {:.2f} M values/s; {} dropped, {} events lost; the core used {:.0f} % "
             "of one CPU, the subscriber {:.0f} %\n",
             scene.name, static_cast<double>(heard.frames) / seconds, static_cast<double>(heard.values) / seconds / 1e6,
             drops, heard.lost, used / seconds * 100, heard.cpu_s / seconds * 100);
}

int run(const BenchOptions& options) {
  Report report(stdout, options.json);
  const double seconds = options.seconds > 0 ? options.seconds : kSeconds;
  // CAN FD at 1 and 5 Mbit/s carries 7,163 frames of 64 bytes or 20,408 of 8 bytes a second.
  const std::array scenes{Scene{"bus/4x8000x64", {4, 8'000, 64}}, Scene{"bus/8x20408x8", {8, 20'408, 8}}};
  for (const Scene& scene : scenes) measure(scene, seconds, report);
  return 0;
}

}  // namespace
}  // namespace tripline::bench

int main(int argc, char** argv) {
  const auto parsed = tripline::bench::parse_options("Buses at full load, into a subscriber", argc, argv);
  if (parsed.exit_code) return *parsed.exit_code;
  return tripline::bench::run(parsed.options);
}
