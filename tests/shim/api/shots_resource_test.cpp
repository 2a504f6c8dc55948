// Shots over the API: kept in bounds, told in full, frames as pictures.
#include "shim/api/shots_resource.hpp"

#include <gtest/gtest.h>
#include <png.h>

#include "rt/base/limits.hpp"
#include "schemas/frame_generated.h"
#include "schemas/shot_generated.h"
#include "tests/shim/support/api_caller.hpp"
#include "tests/shim/support/events.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using test::header;
using test::json_of;

struct ShotsResourceTest : testing::Test {
  void tell_frame(std::uint32_t shot_id, std::uint64_t number, std::size_t height = 2) {
    wire::FrameT frame;
    frame.shot_id = shot_id;
    frame.frame_sequence = number;
    frame.width = 3;
    frame.height = static_cast<std::uint16_t>(height);
    frame.pixels.assign(3 * height, 7);
    const auto head = header(++sequence, run_id);
    shots.see(test::event("frame/shot", head, test::packed<wire::Frame>(frame, head, "TFRM")));
  }
  void tell_shot(std::uint32_t shot_id) {
    wire::ShotT shot;
    shot.shot_id = shot_id;
    shot.frames = {100 * std::uint64_t{shot_id}};
    const auto head = header(++sequence, run_id);
    shots.see(test::event("shot", head, test::packed<wire::Shot>(shot, head, "TSHO")));
  }
  int status(const std::string& target) const { return api.get(target).status; }

  test::TempDir dir;
  CoreView core{RunDir{dir.path()}};
  ShotStore shots;
  test::ApiCaller api{{shots_routes(shots, core)}};
  std::uint64_t sequence = 0;
  std::uint64_t run_id = test::kRunId;
};

TEST_F(ShotsResourceTest, ListsTheNewestFirst) {
  for (std::uint32_t id = 1; id <= 5; ++id) tell_shot(id);
  const auto all = json_of(api.get("/api/v1/shots"))["shots"];
  ASSERT_EQ(all.size(), 5U);
  EXPECT_EQ(all[0]["id"], 5);
  EXPECT_EQ(all[0]["wall_ns"], nullptr) << "the core has not told its clock";
  const auto some = json_of(api.get("/api/v1/shots?limit=2&before=4"))["shots"];
  ASSERT_EQ(some.size(), 2U);
  EXPECT_EQ(some[0]["id"], 3);
  EXPECT_EQ(status("/api/v1/shots?limit=0"), 400);
}

TEST_F(ShotsResourceTest, TellsTheWholeStory) {
  core.see(test::event("status", header(1), test::status_bytes(header(1))), MonoClock::now());
  tell_frame(1, 100);
  EXPECT_EQ(status("/api/v1/shots/1"), 404) << "only a frame of it came";
  tell_shot(1);
  const auto document = json_of(api.get("/api/v1/shots/1"));
  EXPECT_EQ(document["shot"]["shot_id"], 1);
  EXPECT_GT(document["wall_ns"], 1'700'000'000'000'000'000);
  ASSERT_EQ(document["frames"].size(), 1U);
  EXPECT_EQ(document["frames"][0]["href"], "/api/v1/shots/1/frames/100");
}

TEST_F(ShotsResourceTest, GivesAFrameAsPicture) {
  tell_frame(1, 100);
  tell_shot(1);
  const auto pgm = api.get("/api/v1/shots/1/frames/100?format=pgm");
  EXPECT_EQ(pgm.body, "P5\n3 2\n255\n\7\7\7\7\7\7");
  const auto png = api.get("/api/v1/shots/1/frames/100");
  EXPECT_EQ(png.content_type, "image/png");
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  ASSERT_NE(png_image_begin_read_from_memory(&image, png.body.data(), png.body.size()), 0);
  EXPECT_EQ(image.width, 3U);
  EXPECT_EQ(image.height, 2U);
  png_image_free(&image);
  EXPECT_EQ(status("/api/v1/shots/1/frames/100?format=gif"), 400);
}

TEST_F(ShotsResourceTest, RefusesAFrameThatIsNotAsLargeAsItSays) {
  tell_shot(1);
  wire::FrameT frame;
  frame.shot_id = 1;
  frame.frame_sequence = 100;
  frame.width = 300;
  frame.height = 300;
  frame.pixels = {1, 2};
  shots.see(test::event("frame/shot", header(9), test::packed<wire::Frame>(frame, header(9), "TFRM")));
  EXPECT_EQ(status("/api/v1/shots/1/frames/100"), 500);
  EXPECT_EQ(status("/api/v1/shots/1/frames/100?format=pgm"), 500);
}

TEST_F(ShotsResourceTest, TellsWhatNeverWasFromWhatIsForgotten) {
  for (std::uint32_t id = 1; id <= limits::kShotsKept + 2; ++id) tell_shot(id);
  EXPECT_EQ(status("/api/v1/shots/1"), 410);
  EXPECT_EQ(status("/api/v1/shots/3"), 200);
  for (const auto* id : {"0", "999", "-1", "x", "99999999999", "1x"})
    EXPECT_EQ(status("/api/v1/shots/" + std::string(id)), 404) << id;
  EXPECT_EQ(status("/api/v1/shots/3/frames/300"), 410) << "the shot had it";
  EXPECT_EQ(status("/api/v1/shots/3/frames/5"), 404);
  EXPECT_EQ(status("/api/v1/shots/3/frames/x"), 404);
}

TEST_F(ShotsResourceTest, ForgetsTheOldestFramesFirst) {
  const std::size_t rows = limits::kShotFrameBytes / 3 / 2;
  for (std::uint32_t id = 1; id <= 3; ++id) {
    tell_shot(id);
    for (std::uint64_t i = 0; i < 40; ++i) tell_frame(id, 100 * id + i, std::min<std::size_t>(rows / 40, 65'535));
  }
  EXPECT_EQ(status("/api/v1/shots/1/frames/100"), 410);
  EXPECT_EQ(status("/api/v1/shots/3/frames/300"), 200);
  EXPECT_EQ(status("/api/v1/shots/1"), 200) << "its story is kept";
}

TEST_F(ShotsResourceTest, BeginsAnewWithARunOfTheCore) {
  tell_shot(7);
  ++run_id;
  tell_shot(1);
  EXPECT_EQ(status("/api/v1/shots/7"), 404);
  EXPECT_EQ(json_of(api.get("/api/v1/shots"))["shots"].size(), 1U);
}

}  // namespace
}  // namespace tripline
