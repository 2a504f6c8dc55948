// The decoder, which learns a DBC when it starts, beside code that was generated for that DBC.
#include <fmt/format.h>

#include <bit>
#include <cmath>

#include "bench/can/generated_decoder.hpp"
#include "bench/can/scenes.hpp"
#include "bench/support/figure.hpp"
#include "bench/support/options.hpp"
#include "bench/support/rounds.hpp"
#include "rt/core/can/decode_plan.hpp"

namespace tripline::bench {
namespace {

const std::string kData = TRIPLINE_SHARED_DATA "/can/logs/";

std::optional<Target> target_of(std::string_view scene, std::string_view kernel) {
  if (kernel == "avx512") return Target{Target::Side::kAtMost, 0.8};
  if (kernel == "avx2") return Target{Target::Side::kAtMost, scene == "ford" ? 1.6 : 2.2};
  if (kernel == "scalar") return Target{Target::Side::kAtMost, 2.4};
  return {};
}

double decode_all(const DecodePlan& plan, const std::vector<CanFrame>& frames, DecodeRoom& room) {
  double sum = 0;
  for (const CanFrame& frame : frames) {
    const DecodedFrame decoded = plan.decode(frame, room);
    if (decoded.count > 0) sum += decoded.value[decoded.count - 1];
  }
  return sum;
}

double decode_all(const GeneratedDecoder& decoder, const std::vector<CanFrame>& frames, double* room) {
  double sum = 0;
  for (const CanFrame& frame : frames)
    if (const std::uint32_t count = decoder.decode(frame, room)) sum += room[count - 1];
  return sum;
}

/// A figure in nanoseconds a frame.
Figure per_frame(const std::string& name, const std::string& reference, std::size_t frames, Rounds rounds) {
  for (double& time : rounds.ours) time /= static_cast<double>(frames);
  for (double& time : rounds.reference) time /= static_cast<double>(frames);
  const auto ours = percentiles_of(rounds.ours);
  const double theirs = median_of(rounds.reference);
  return {name, ours.p50, "ns", theirs, reference, ours.p50 / theirs, rounds.ours.size(), ours, {}};
}

void measure_scene(const Scene& scene, const BenchOptions& options, Report& report) {
  const auto generated = GeneratedDecoder::make(scene.file);
  if (!generated) return void(fmt::print(stderr, "bench_can: {}: {}\n", scene.name, generated.error().message));
  std::vector<double> out(4096);
  for (const DecodeKernel& kernel : decode_kernels()) {
    const DecodePlan plan = DecodePlan::compile({&scene.file, 1}, kernel).value();
    DecodeRoom room = plan.make_room();
    const double ours = decode_all(plan, scene.frames, room);
    const double theirs = decode_all(*generated, scene.frames, out.data());
    if (std::bit_cast<std::uint64_t>(ours) != std::bit_cast<std::uint64_t>(theirs) && !std::isnan(ours))
      fmt::print(stderr, "bench_can: {}: ours and the generated code differ: {} and {}\n", scene.name, ours, theirs);
    auto figure = per_frame(
        fmt::format("can/{}/{}", scene.name, kernel.name), "generated code", scene.frames.size(),
        alternate(
            options.rounds != 0 ? options.rounds : 101, [] {}, [&] { keep(decode_all(plan, scene.frames, room)); },
            [&] { keep(decode_all(*generated, scene.frames, out.data())); }));
    figure.target = target_of(scene.name, kernel.name);
    report.add(figure);
  }
}

/// What a level of multiplexing costs over the same signals without.
void measure_levels(const BenchOptions& options, Report& report) {
  constexpr std::uint32_t kLevels = 4;
  const Scene plain = multiplexed_scene(kLevels, false);
  const Scene multiplexed = multiplexed_scene(kLevels, true);
  const DecodePlan plain_plan = DecodePlan::compile({&plain.file, 1}).value();
  const DecodePlan multiplexed_plan = DecodePlan::compile({&multiplexed.file, 1}).value();
  DecodeRoom room = multiplexed_plan.make_room();
  DecodeRoom plain_room = plain_plan.make_room();
  const auto figure = per_frame(fmt::format("can/multiplexed/{}", multiplexed_plan.kernel()),
                                "the same signals, not multiplexed", plain.frames.size(),
                                alternate(
                                    options.rounds != 0 ? options.rounds : 101, [] {},
                                    [&] { keep(decode_all(multiplexed_plan, multiplexed.frames, room)); },
                                    [&] { keep(decode_all(plain_plan, plain.frames, plain_room)); }));
  report.add(figure);
  fmt::print(stderr, "bench_can: a level of multiplexing adds {:.2f} ns (target: at most 4)\n",
             (figure.value - figure.reference) / kLevels);
}

int run(const BenchOptions& options) {
  const int cpu = cpu_of(options);
  if (!pin_to(cpu)) fmt::print(stderr, "bench_can: not bound to CPU {}: the system refused\n", cpu);
  Report report(stdout, options.json);
  const Result<Scene> real[] = {
      real_scene("ford", kData + "ford_lincoln_base_pt.dbc", kData + "normalsportcomfortengineon.log"),
      real_scene("rav4", kData + "toyota_nodsu_pt_generated.dbc",
                 kData + "toyota_rav4_b0c9d2329ad1606b_seg40_candump.log")};
  for (const auto& scene : real)
    scene ? measure_scene(*scene, options, report)
          : void(fmt::print(stderr, "bench_can: left out: {}\n", scene.error().message));
  measure_scene(fd_scene(), options, report);
  measure_levels(options, report);
  return 0;
}

}  // namespace
}  // namespace tripline::bench

int main(int argc, char** argv) {
  const auto parsed = tripline::bench::parse_options("The CAN decoder beside generated code", argc, argv);
  return parsed.exit_code ? *parsed.exit_code : tripline::bench::run(parsed.options);
}
