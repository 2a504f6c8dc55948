// One claim, one shot: however camera and input race, exactly one of them fires, and what it did is seen by the other.
#include "rt/loops/shot_claim.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace tripline {
namespace {

TEST(ShotClaim, IsClosedAtFirst) {
  ShotClaim claim;
  EXPECT_FALSE(claim.take());
  EXPECT_FALSE(claim.close());
}

TEST(ShotClaim, GivesItselfToOneAlone) {
  ShotClaim claim;
  claim.open();
  EXPECT_TRUE(claim.take());
  EXPECT_FALSE(claim.take());
  EXPECT_FALSE(claim.close());
  claim.open();
  EXPECT_TRUE(claim.close());
  EXPECT_FALSE(claim.take());
}

TEST(ShotClaim, TellsTheCameraOnceWhatTheInputDid) {
  ShotClaim claim;
  InputShot shot;
  claim.open();
  ASSERT_TRUE(claim.take());
  EXPECT_FALSE(claim.collect(shot)) << "not made yet";
  claim.made({.shot_id = 7});
  ASSERT_TRUE(claim.collect(shot));
  EXPECT_EQ(shot.shot_id, 7U);
  EXPECT_FALSE(claim.collect(shot));
  EXPECT_FALSE(claim.take()) << "closed until the camera opens it again";
}

// `fired` is an ordinary number, as the strobe's job is: ThreadSanitizer sees a race if two could be inside at once.
TEST(ShotClaim, KeepsTwoThreadsThatRaceApart) {
  constexpr std::uint32_t kRounds = 2'000;
  ShotClaim claim;
  std::uint32_t fired = 0;
  std::uint32_t by_camera = 0;
  std::uint32_t by_input = 0;
  std::atomic<bool> done{false};  // the camera sets it, the input ends by it
  std::thread input([&] {
    while (!done.load()) {
      if (!claim.take()) {
        std::this_thread::yield();
        continue;
      }
      claim.made({.shot_id = ++fired});
    }
  });
  for (std::uint32_t round = 1; round <= kRounds; ++round) {
    claim.open();
    if (round % 2 == 0) std::this_thread::yield();  // each of them is first now and then
    if (claim.close()) {
      ++fired;
      ++by_camera;
    } else {
      InputShot shot;
      while (!claim.collect(shot)) std::this_thread::yield();
      EXPECT_EQ(shot.shot_id, round);
      ++by_input;
    }
    ASSERT_EQ(fired, round) << "one shot for each time it was open";
  }
  done.store(true);
  input.join();
  EXPECT_EQ(by_camera + by_input, kRounds);
}

}  // namespace
}  // namespace tripline
