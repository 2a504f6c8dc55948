#include "hw/sim/scene_renderer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

namespace tripline {
namespace {

using namespace std::chrono_literals;

using Picture = std::vector<std::uint8_t>;

constexpr SceneOptions kCrop{.width = 96, .height = 88, .fps = 571, .strike_every = 2s};
constexpr SceneOptions kLarge{.width = 640, .height = 480, .fps = 120, .strike_every = 2s};

Picture render(SceneRenderer& renderer, const SceneOptions& scene, std::uint64_t index, double lamp = 1) {
  Picture picture(std::size_t{scene.width} * scene.height);
  renderer.render(FrameIndex(index), lamp, picture);
  return picture;
}

// Pixels that a trigger with its default threshold of 25 grey levels counts.
std::size_t changed(const Picture& a, const Picture& b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += std::abs(a[i] - b[i]) > 25;
  return count;
}

double mean(const Picture& picture) {
  return std::accumulate(picture.begin(), picture.end(), 0.0) / static_cast<double>(picture.size());
}

std::string mode_name(const testing::TestParamInfo<SceneOptions>& mode) {
  return std::to_string(mode.param.width) + "x" + std::to_string(mode.param.height);
}

class SceneRendererModes : public testing::TestWithParam<SceneOptions> {};
INSTANTIATE_TEST_SUITE_P(SceneRenderer, SceneRendererModes, testing::Values(kCrop, kLarge), mode_name);

TEST_P(SceneRendererModes, ShowsNoChangeWhileTheBallRests) {
  SceneRenderer renderer(GetParam());
  Picture previous = render(renderer, GetParam(), 0);
  for (std::uint64_t n = 1; n < 60; ++n) {
    const Picture current = render(renderer, GetParam(), n);
    ASSERT_EQ(changed(previous, current), 0U) << "frame " << n;
    previous = current;
  }
}

TEST_P(SceneRendererModes, JumpsInTheFrameAfterTheStrike) {
  SceneRenderer renderer(GetParam());
  const auto strike = static_cast<std::uint64_t>(2s / GetParam().period());
  const Picture before = render(renderer, GetParam(), strike);
  EXPECT_EQ(changed(render(renderer, GetParam(), strike - 1), before), 0U);
  const Picture after = render(renderer, GetParam(), strike + 1);
  const double ball = BallMotion(GetParam()).diameter();
  EXPECT_GT(static_cast<double>(changed(before, after)), 0.35 * ball * ball);
}

TEST_P(SceneRendererModes, ShowsBareTurfAfterThreeFrames) {
  SceneRenderer renderer(GetParam());
  const auto strike = static_cast<std::uint64_t>(2s / GetParam().period());
  Picture previous = render(renderer, GetParam(), strike + 4);
  for (std::uint64_t n = strike + 5; n < strike + 20; ++n) {
    const Picture current = render(renderer, GetParam(), n);
    ASSERT_EQ(changed(previous, current), 0U) << "frame " << n;
    previous = current;
  }
  EXPECT_LT(*std::max_element(previous.begin(), previous.end()), 140);
}

TEST(SceneRenderer, FillsTheCropWithTheBall) {
  SceneRenderer renderer(kCrop);
  const Picture picture = render(renderer, kCrop, 0);
  const auto bright = std::count_if(picture.begin(), picture.end(), [](std::uint8_t level) { return level > 130; });
  EXPECT_GT(static_cast<double>(bright), 0.35 * static_cast<double>(picture.size()));
  EXPECT_LT(*std::max_element(picture.begin(), picture.end()), 250) << "the ball must not saturate";
}

TEST(SceneRenderer, DependsOnTheFrameNumberAlone) {
  SceneRenderer forwards(kCrop);
  SceneRenderer backwards(kCrop);
  std::vector<Picture> pictures;
  for (std::uint64_t n = 1136; n < 1150; ++n) pictures.push_back(render(forwards, kCrop, n));
  for (std::uint64_t n = 1150; n-- > 1136;) EXPECT_EQ(render(backwards, kCrop, n), pictures[n - 1136]) << n;
}

TEST(SceneRenderer, ChangesWithTheSeed) {
  SceneOptions other = kCrop;
  other.seed = 2;
  SceneRenderer first(kCrop);
  SceneRenderer second(other);
  EXPECT_NE(render(first, kCrop, 0), render(second, other, 0));
}

TEST(SceneRenderer, MakesNewNoiseForEachFrame) {
  SceneRenderer renderer(kCrop);
  EXPECT_NE(render(renderer, kCrop, 0), render(renderer, kCrop, 1));
}

TEST(SceneRenderer, ScalesTheWholePictureWithTheLamp) {
  SceneRenderer renderer(kCrop);
  const double normal = mean(render(renderer, kCrop, 0, 1));
  EXPECT_NEAR(mean(render(renderer, kCrop, 0, 0.5)), normal / 2, 1);
  EXPECT_NEAR(mean(render(renderer, kCrop, 0, 0)), 0, 2);
}

TEST(SceneRenderer, FlickersAHundredTimesASecond) {
  SceneOptions scene = kCrop;
  scene.fps = 400;  // four frames to a period: 0, top, 0, bottom
  scene.noise = 0;
  SceneRenderer renderer(scene);
  const double middle = mean(render(renderer, scene, 0));
  EXPECT_NEAR(mean(render(renderer, scene, 1)) / middle, 1.02, 0.005);
  EXPECT_NEAR(mean(render(renderer, scene, 3)) / middle, 0.98, 0.005);
  EXPECT_EQ(render(renderer, scene, 4), render(renderer, scene, 0));
}

TEST(SceneRenderer, SwitchesTheLampByItself) {
  SceneOptions scene = kCrop;
  scene.lamp_every = 1s;
  SceneRenderer renderer(scene);
  const auto frame_at = [&](nanoseconds time) { return static_cast<std::uint64_t>(time / scene.period()); };
  const double bright = mean(render(renderer, scene, frame_at(990ms)));
  EXPECT_NEAR(mean(render(renderer, scene, frame_at(1010ms))) / bright, 0.6, 0.05);
  EXPECT_NEAR(mean(render(renderer, scene, frame_at(2500ms))) / bright, 1.0, 0.05);
}

}  // namespace
}  // namespace tripline
