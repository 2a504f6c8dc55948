#include "hw/sim/scene_options.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "hw/sim/sim_camera.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

std::string refusal(const SceneOptions& options) {
  const auto created = SimCamera::create(options);
  if (created) return "accepted";
  EXPECT_EQ(created.error().code, ExitCode::kBadConfig);
  return created.error().message;
}

TEST(SceneOptions, AcceptsItsDefaultsAndBothEnds) {
  EXPECT_EQ(refusal({}), "accepted");
  EXPECT_EQ(refusal({.width = 16, .height = 16, .fps = 2000, .strike_every = 0s, .noise = 0, .flicker = 0}),
            "accepted");
}

TEST(SceneOptions, NamesTheFieldTheValueAndTheRange) {
  EXPECT_EQ(refusal({.width = 8}), "simulated camera: width is 8, allowed are 16 to 4096");
  EXPECT_EQ(refusal({.flicker = 0.25}), "simulated camera: flicker is 0.25, allowed are 0 to 0.2");
  EXPECT_EQ(refusal({.strike_every = -1s}), "simulated camera: strike_every_s is -1, allowed are 0 to 3600");
}

TEST(SceneOptions, RefusesWhatIsNotANumber) {
  EXPECT_EQ(refusal({.fps = std::numeric_limits<double>::quiet_NaN()}),
            "simulated camera: fps is nan, allowed are 1 to 2000");
}

TEST(SceneOptions, RoundsThePeriodToNanoseconds) {
  EXPECT_EQ(SceneOptions{.fps = 571}.period(), 1'751'313ns);
  EXPECT_EQ(SceneOptions{.fps = 120}.period(), 8'333'333ns);
}

}  // namespace
}  // namespace tripline
