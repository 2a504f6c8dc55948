// The motion kernel beside the limit that memory sets, and beside how others compare frames.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <random>
#include <span>

#include "bench/motion/peers.hpp"
#include "bench/support/figure.hpp"
#include "bench/support/options.hpp"
#include "bench/support/rounds.hpp"
#include "rt/core/motion/second_look.hpp"

namespace tripline::bench {
namespace {

/// Two frames of the same scene with sensor noise: what a kernel sees nearly always.
class FramePair {
 public:
  FramePair(std::uint32_t width, std::uint32_t height)
      : width_(width), height_(height), current_(noise(3)), reference_(noise(5)) {}

  ImageView current() const { return {current_.get(), width_, height_, width_}; }
  ImageView reference() const { return {reference_.get(), width_, height_, width_}; }
  void make_cold() const { evict({current_.get(), size()}); }
  std::span<std::uint8_t> old() { return {reference_.get(), size()}; }
  /// A bright square of this edge in the middle of the current frame.
  void draw_ball(std::uint32_t edge) {
    for (auto y = (height_ - edge) / 2; y < (height_ + edge) / 2; ++y)
      for (auto x = (width_ - edge) / 2; x < (width_ + edge) / 2; ++x) current_[std::size_t{y} * width_ + x] = 220;
  }

 private:
  struct Freed {
    void operator()(std::uint8_t* pixels) const noexcept { std::free(pixels); }
  };
  using Pixels = std::unique_ptr<std::uint8_t[], Freed>;

  std::size_t size() const noexcept { return std::size_t{width_} * height_; }

  /// On page boundaries, as the buffers of a camera are.
  Pixels noise(unsigned seed) const {
    constexpr std::size_t kPage = 4096;
    std::minstd_rand random(seed);
    std::normal_distribution<float> level(90, 4);
    Pixels pixels(static_cast<std::uint8_t*>(std::aligned_alloc(kPage, (size() + kPage - 1) / kPage * kPage)));
    for (auto& pixel : std::span(pixels.get(), size())) pixel = static_cast<std::uint8_t>(level(random));
    return pixels;
  }

  std::uint32_t width_, height_;
  Pixels current_, reference_;
};

MotionWindow whole(const FramePair& frames, std::uint32_t row_step = 1) {
  const Region all{0, 0, frames.current().width, frames.current().height};
  return {all, all, 25, row_step};
}

std::size_t rounds_for(const FramePair& frames, const BenchOptions& options) {
  const std::size_t pixels = std::size_t{frames.current().width} * frames.current().height;
  return options.rounds != 0 ? options.rounds : std::clamp<std::size_t>(400'000'000 / pixels, 301, 10'001);
}

struct Naming {
  std::string name;
  std::string reference;
  std::optional<Target> target;
};

Figure figure_of(const Naming& naming, const Rounds& rounds) {
  const auto ours = percentiles_of(rounds.ours);
  const double reference = median_of(rounds.reference);
  return {naming.name,          ours.p50,           "ns", reference,    naming.reference,
          ours.p50 / reference, rounds.ours.size(), ours, naming.target};
}

Figure against_peer(const Naming& naming, const Rounds& rounds) {
  auto figure = figure_of(naming, rounds);
  figure.ratio = figure.reference / figure.value;
  return figure;
}

Target at_most(double ratio) { return {Target::Side::kAtMost, ratio}; }
Target at_least(double ratio) { return {Target::Side::kAtLeast, ratio}; }

void measure_size(std::uint32_t width, std::uint32_t height, Target cold, const BenchOptions& options, Report& report) {
  const FramePair frames(width, height);
  const auto window = whole(frames);
  const auto ours = [&] { keep(measure_motion(frames.current(), frames.reference(), window).roi.changed); };
  const auto read = [&] { keep(streaming_read(frames.current(), frames.reference(), 1)); };
  const auto rounds = rounds_for(frames, options);
  const auto name = fmt::format("motion/{}x{}", width, height);
  report.add(figure_of({name + "/cold", "streaming read", cold}, alternate(
                                                                     rounds, [&] { frames.make_cold(); }, ours, read)));
  report.add(figure_of({name + "/warm", "streaming read", {}}, alternate(
                                                                   rounds, [] {}, ours, read)));
}

/// A ball that is there in one of two frames, in front of the same noise: what a hit looks like.
void measure_second_look(std::uint32_t width, std::uint32_t height, std::uint32_t ball, const BenchOptions& options,
                         Report& report) {
  FramePair frames(width, height);
  frames.draw_ball(ball);
  const Region all{0, 0, width, height};
  const auto rounds = alternate(
      rounds_for(frames, options), [] {},
      [&] {
        keep(look_again(frames.current(), frames.reference(), all, {25, 1, -1}).residual);
      },
      [&] { keep(streaming_read(frames.current(), frames.reference(), 1)); });
  report.add(figure_of({fmt::format("motion/second_look/{}x{}", width, height), "streaming read", {}}, rounds));
}

void measure_skipped_rows(const BenchOptions& options, Report& report) {
  const FramePair frames(1456, 1088);
  const auto window = whole(frames, 8);
  const auto rounds = alternate(
      rounds_for(frames, options), [&] { frames.make_cold(); },
      [&] { keep(measure_motion(frames.current(), frames.reference(), window).roi.changed); },
      [&] { keep(streaming_read(frames.current(), frames.reference(), 1)); });
  report.add(figure_of({"motion/rows8", "streaming read of every row", at_most(0.2)}, rounds));
}

void measure_peers(const BenchOptions& options, Report& report) {
  FramePair frames(1456, 1088);
  const auto window = whole(frames);
  const auto ours = [&] { keep(measure_motion(frames.current(), frames.reference(), window).roi.changed); };
  const auto rounds = rounds_for(frames, options);
  if (OpenCvCount::available()) {
    OpenCvCount opencv;
    report.add(against_peer(
        {"motion/vs_opencv", "absdiff, threshold, countNonZero", at_least(2)},
        alternate(
            rounds, [] {}, ours, [&] { keep(opencv.count(frames.current(), frames.reference(), window.threshold)); })));
  } else {
    fmt::print(stderr, "bench/motion was built without OpenCV: no motion/vs_opencv\n");
  }
  report.add(against_peer(
      {"motion/vs_float_predicate", "|new - old| > m * old + c in float", at_least(15)},
      alternate(
          rounds, [] {}, ours, [&] { keep(count_by_float_predicate(frames.current(), frames.old(), {})); })));
}

int run(const BenchOptions& options) {
  const int cpu = cpu_of(options);
  if (!pin_to(cpu)) fmt::print(stderr, "bench_motion: not bound to CPU {}: the system refused\n", cpu);
  fmt::print(stderr, "bench_motion: CPU {}, kernel {}\n", cpu, motion_kernel_name());
  Report report(stdout, options.json);
  measure_size(1456, 1088, at_most(1.10), options, report);
  measure_size(640, 480, at_most(1.10), options, report);
  measure_size(96, 88, at_most(1.35), options, report);
  measure_second_look(96, 88, 60, options, report);
  measure_second_look(640, 480, 10, options, report);
  measure_skipped_rows(options, report);
  measure_peers(options, report);
  return 0;
}

}  // namespace
}  // namespace tripline::bench

int main(int argc, char** argv) {
  const auto parsed =
      tripline::bench::parse_options("The motion kernel beside what memory and others take", argc, argv);
  return parsed.exit_code ? *parsed.exit_code : tripline::bench::run(parsed.options);
}
