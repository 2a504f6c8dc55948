// The trigger with the defaults of the schema, over clips and scenes of real pixels.
#include <gtest/gtest.h>

#include <array>
#include <functional>

#include "rt/config/config_store.hpp"
#include "rt/core/trigger/trigger.hpp"
#include "rt/settings/settings.hpp"
#include "tests/rt/core/trigger/real_scene.hpp"

namespace tripline::test {
namespace {

using namespace std::chrono_literals;

struct Outcome {
  std::vector<std::size_t> trips;
  std::vector<std::size_t> scene_changes;
};

/// Feeds frames to a trigger that has the schema's defaults, but for the settling time: a test need not show 600
/// frames of nothing.
class Watch {
 public:
  Watch(std::uint32_t width, std::uint32_t height, double fps, nanoseconds settle)
      : width_(width), height_(height), interval_(static_cast<std::int64_t>(1e9 / fps)), trigger_(defaults(settle)) {
    trigger_.arm(now_);
  }
  void show(Pixels pixels) {
    auto& kept = frames_[count_ % frames_.size()];
    kept = std::move(pixels);
    const auto event = trigger_.step({view_of(kept, width_, height_), FrameIndex(count_), now_}).event;
    if (event == TriggerEvent::kTrip) outcome_.trips.push_back(count_);
    if (event == TriggerEvent::kSceneChange) outcome_.scene_changes.push_back(count_);
    now_ += interval_;
    ++count_;
  }
  void retune(const std::function<void(TriggerTuning&)>& change) {
    auto tuning = trigger_.tuning();
    change(tuning);
    trigger_.set_tuning(tuning);
  }
  const Outcome& outcome() const { return outcome_; }
  std::size_t count() const { return count_; }

 private:
  static TriggerTuning defaults(nanoseconds settle) {
    const auto store = ConfigStore::load({}, {});
    auto tuning = tuning_of(*store->config().trigger);
    tuning.settle = settle;
    return tuning;
  }

  std::uint32_t width_, height_;
  nanoseconds interval_;
  MonoTime now_{1s};
  std::size_t count_ = 0;
  std::array<Pixels, limits::kHeldFrames + 1> frames_;
  Trigger trigger_;
  Outcome outcome_;
};

class RealClip : public ::testing::Test {
 protected:
  Outcome play(const std::string& name) {
    const auto clip = load_frames(TRIPLINE_SHARED_DATA "/frames/" + name);
    if (!clip) return {};
    const nanoseconds length(static_cast<std::int64_t>(static_cast<double>(clip->frame_count()) * 1e9 / clip->fps));
    Watch watch(clip->width, clip->height, clip->fps, settle_for_clip(1s, length));
    for (std::size_t i = 0; i < clip->frame_count(); ++i)
      watch.show(Pixels(clip->frame(i).begin(), clip->frame(i).end()));
    return watch.outcome();
  }
  void SetUp() override {
    if (!Stills::load(TRIPLINE_SHARED_DATA)) GTEST_SKIP() << "no shared data at " TRIPLINE_SHARED_DATA;
  }
};

TEST_F(RealClip, OfADriveTripsAtTheFrameInWhichTheBallLeaves) {
  const auto outcome = play("drive_96x88_571fps.y4m.gz");
  EXPECT_EQ(outcome.trips, (std::vector<std::size_t>{300}));
  EXPECT_TRUE(outcome.scene_changes.empty());
}

TEST_F(RealClip, OfFlickerNeverTripsAndItsGainStepIsOneSceneChange) {
  const auto outcome = play("flicker_96x88_571fps.y4m.gz");
  EXPECT_TRUE(outcome.trips.empty());
  EXPECT_EQ(outcome.scene_changes, (std::vector<std::size_t>{200}));
}

/// Sizes of pictures that people use.
struct Size {
  std::uint32_t width, height;
};

class RealScene : public ::testing::Test {
 protected:
  static constexpr nanoseconds kSettle = 50ms;

  void SetUp() override {
    stills_ = Stills::load(TRIPLINE_SHARED_DATA);
    if (!stills_) GTEST_SKIP() << "no shared data at " TRIPLINE_SHARED_DATA;
  }
  /// A watch that is armed and has seen `scene` for twice the settling time.
  Watch armed_on(const Scene& scene, double fps, double gain = 1) {
    Watch watch(scene.width, scene.height, fps, kSettle);
    rest(watch, scene, gain, static_cast<int>(fps * 0.1) + 2);
    return watch;
  }
  /// So many frames of a scene at rest; noise repeats after a few.
  void rest(Watch& watch, const Scene& scene, double gain, int frames) {
    std::array<Pixels, 5> exposures;
    for (auto& exposure : exposures) exposure = sensor_.expose(scene, gain);
    for (std::size_t i = 0; i < static_cast<std::size_t>(frames); ++i) watch.show(exposures[i % exposures.size()]);
  }
  std::vector<Scene> turf(Size size) const {
    return {stills_->crop(0, 100, 100, size.width, size.height), stills_->crop(1, 600, 600, size.width, size.height),
            stills_->crop(0, 200, 540, size.width, size.height), stills_->crop(1, 700, 100, size.width, size.height)};
  }
  std::vector<Scene> everything(Size size) const {
    auto scenes = turf(size);
    scenes.push_back(stills_->ball_crop(size.width, size.height));
    return scenes;
  }

  std::optional<Stills> stills_;
  Sensor sensor_;
};

constexpr Size kSizes[] = {{96, 88}, {728, 96}, {640, 480}};

TEST_F(RealScene, TripsOnceWhenTheBallIsGone) {
  for (const auto& empty : turf({96, 88})) {
    auto watch = armed_on(stills_->ball_crop(), 571);
    const auto gone_at = watch.count();
    EXPECT_TRUE(watch.outcome().trips.empty());
    rest(watch, empty, 1, 200);
    EXPECT_EQ(watch.outcome().trips, (std::vector<std::size_t>{gone_at}));
  }
}

TEST_F(RealScene, TripsOnceWhenBallAndLampGoTogether) {
  for (const double light : {0.5, 1.5}) {
    auto watch = armed_on(stills_->ball_crop(), 571);
    const auto gone_at = watch.count();
    rest(watch, turf({96, 88})[0], light, 50);
    EXPECT_EQ(watch.outcome().trips, (std::vector<std::size_t>{gone_at})) << light;
  }
}

TEST_F(RealScene, NeverTripsOnLightThatStepsUpOrDown) {
  for (const auto size : kSizes)
    for (const auto& scene : everything(size))
      for (const double light : {0.3, 0.6, 0.88, 1.12, 1.3, 1.6, 2.5}) {
        auto watch = armed_on(scene, 571);
        rest(watch, scene, light, 40);
        rest(watch, scene, 1, 3);
        EXPECT_TRUE(watch.outcome().trips.empty()) << size.width << " x" << light;
      }
}

TEST_F(RealScene, NeverTripsOnLightThatGoesSlowlyOrWobbles) {
  const std::vector<std::function<double(int)>> lights = {
      [](int i) { return 1 + 0.6 * std::min(1.0, i / 10.0); }, [](int i) { return 1 - 0.7 * std::min(1.0, i / 10.0); },
      [](int i) { return 1 + 0.6 * std::min(1.0, i / 90.0); }, [](int i) { return 1 + 0.06 * std::sin(i * 1.1); },
      [](int i) { return 1 + 0.15 * std::sin(i * 0.1); }};
  for (const auto size : {kSizes[0], kSizes[1]})
    for (const auto& scene : everything(size))
      for (std::size_t n = 0; n < lights.size(); ++n) {
        auto watch = armed_on(scene, 90);
        for (int i = 0; i < 120; ++i) watch.show(sensor_.expose(scene, lights[n](i)));
        EXPECT_TRUE(watch.outcome().trips.empty()) << size.width << " light " << n;
      }
}

TEST_F(RealScene, NeverTripsOnNoiseAndHotPixels) {
  for (const auto size : kSizes)
    for (const auto& scene : everything(size)) {
      auto watch = armed_on(scene, 571);
      for (int i = 0; i < 40; ++i) {
        auto pixels = sensor_.expose(scene, 1, 3);
        pixels[pixels.size() / 2 + static_cast<std::size_t>(i)] = 255;
        watch.show(std::move(pixels));
      }
      EXPECT_TRUE(watch.outcome().trips.empty()) << size.width;
    }
}

TEST_F(RealScene, TripsOnceOnASlowPutt) {
  for (const auto size : {kSizes[0], kSizes[2]})
    for (const auto& empty : turf(size))
      for (const double speed : {1.0, 2.0, 6.0}) {
        auto watch = armed_on(stills_->with_ball(empty, size.width / 2.0, size.height / 2.0, 49), 120);
        const auto moves_at = watch.count();
        for (int i = 1; i < 40; ++i)
          watch.show(sensor_.expose(
              stills_->with_ball(empty, size.width / 2.0 + speed * i, size.height / 2.0, 49, speed / 4)));
        ASSERT_EQ(watch.outcome().trips.size(), 1U) << size.width << " at " << speed;
        EXPECT_LE(watch.outcome().trips[0], moves_at + 1) << size.width << " at " << speed;
      }
}

TEST_F(RealScene, TripsOnASmallBallInItsFirstOrSecondFrame) {
  for (const auto size : {kSizes[1], kSizes[2]})
    for (const auto& empty : turf(size))
      for (const double speed : {6.0, 12.0, 40.0, 110.0, size.width / 2.0}) {
        auto watch = armed_on(empty, 120);
        const auto seen_at = watch.count();
        for (double x = -10 + speed; x < size.width + speed + 10; x += speed) {
          watch.show(sensor_.expose(stills_->with_ball(empty, x, size.height / 2.0, 10, speed / 10)));
          if (watch.count() > seen_at + 12) break;
        }
        rest(watch, empty, 1, 3);
        ASSERT_EQ(watch.outcome().trips.size(), 1U) << size.width << " at " << speed;
        EXPECT_LE(watch.outcome().trips[0], seen_at + 1) << size.width << " at " << speed;
      }
}

TEST_F(RealScene, KeepsTheGuardForWhatMovesAllOfThePicture) {
  const auto scene = stills_->crop(0, 800, 400, 320, 240), elsewhere = stills_->crop(1, 100, 100, 320, 240);
  auto watch = armed_on(scene, 120);
  watch.retune([](TriggerTuning& t) { t.roi = {100, 80, 120, 80}, t.guard = 32, t.guard_fraction = 0.1; });
  rest(watch, scene, 1, 20);
  rest(watch, elsewhere, 2, 20);
  EXPECT_TRUE(watch.outcome().trips.empty());
  EXPECT_EQ(watch.outcome().scene_changes.size(), 1U);
}

}  // namespace
}  // namespace tripline::test
