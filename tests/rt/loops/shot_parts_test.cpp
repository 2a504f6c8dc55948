// The parts of a shot come together in any order; signals are told as they were at the trip.
#include <gtest/gtest.h>

#include "rt/loops/shot_assembler.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

CameraRecord trip(std::uint32_t shot_id) {
  CameraRecord record;
  record.shot_id = shot_id;
  record.delivered = MonoTime(1s);
  return record;
}

PulseTrain train(std::uint32_t shot_id) {
  PulseTrain made;
  made.shot_id = shot_id;
  made.count = 2;
  return made;
}

TEST(ShotAssembler, IsWholeWhenPulsesAndFramesAreThere) {
  ShotAssembler shots;
  shots.begin(trip(1), {});
  for (int place = -6; place <= 8; ++place) {
    EXPECT_FALSE(shots.take_whole(MonoTime(1s)));
    shots.add_frame(1, FrameIndex(static_cast<std::uint64_t>(100 + place)), place);
  }
  EXPECT_FALSE(shots.take_whole(MonoTime(1s)));
  shots.add_train(train(1));
  const auto shot = shots.take_whole(MonoTime(1s));
  ASSERT_TRUE(shot);
  EXPECT_EQ(shot->frames.size(), 15U);
  EXPECT_EQ(shot->train.count, 2U);
  EXPECT_FALSE(shots.take_whole(MonoTime(9s)));
}

TEST(ShotAssembler, GivesUpWaitingWhenTheCameraFallsSilent) {
  ShotAssembler shots;
  shots.begin(trip(1), {});
  EXPECT_FALSE(shots.take_whole(MonoTime(2s)));
  EXPECT_TRUE(shots.take_whole(MonoTime(4s)));
}

TEST(ShotAssembler, NeedsNoPulsesWhenTheStrobeRefused) {
  ShotAssembler shots;
  auto refused = trip(1);
  refused.edge.refusal = StrobeRefusal::kResting;
  shots.begin(refused, {});
  shots.add_frame(1, FrameIndex(8), 8);
  EXPECT_TRUE(shots.take_whole(MonoTime(1s)));
}

TEST(ShotAssembler, TakesItsPartsInAnyOrder) {
  ShotAssembler shots;
  shots.add_train(train(1));
  shots.add_frame(1, FrameIndex(8), 8);
  EXPECT_FALSE(shots.take_whole(MonoTime(9s))) << "nobody knows yet why it was fired";
  EXPECT_FALSE(shots.take_any());
  shots.begin(trip(1), {});
  const auto shot = shots.take_whole(MonoTime(1s));
  ASSERT_TRUE(shot);
  EXPECT_EQ(shot->train.count, 2U);
  EXPECT_EQ(shot->frames.size(), 1U);
}

TEST(ShotAssembler, DropsPartsThatNobodyTellsOf) {
  ShotAssembler shots;
  for (std::uint32_t id = 1; id <= 9; ++id) shots.add_train(train(id));
  shots.begin(trip(9), {});
  EXPECT_EQ(shots.take_any()->train.count, 2U);
  shots.begin(trip(1), {});
  EXPECT_EQ(shots.take_any()->train.count, 0U) << "its train was the oldest of nine";
}

TEST(ShotAssembler, KeepsTwoShotsApart) {
  ShotAssembler shots;
  shots.begin(trip(1), {});
  shots.begin(trip(2), {});
  shots.add_train(train(2));
  shots.add_frame(2, FrameIndex(8), 8);
  EXPECT_EQ(shots.take_whole(MonoTime(1s))->trip.shot_id, 2U);
  EXPECT_EQ(shots.take_any()->trip.shot_id, 1U);
  EXPECT_FALSE(shots.take_any());
}

SignalSnapshot snapshot_of(std::size_t signals) {
  auto catalog = std::make_shared<SignalCatalog>();
  catalog->signals.resize(signals);
  return SignalSnapshot(std::move(catalog));
}

TEST(SignalSnapshot, TellsTheValueAtTheMomentNotTheNewest) {
  auto snapshot = snapshot_of(3);
  snapshot.add({0, false, MonoTime(1s), 10});
  snapshot.add({0, false, MonoTime(2s), 20});
  const auto values = snapshot.at(MonoTime(1500ms)).values;
  ASSERT_EQ(values.size(), 1U);
  EXPECT_EQ(values[0].value, 10);
  EXPECT_EQ(values[0].age, 500ms);
}

TEST(SignalSnapshot, SaysNothingOfASignalThatWasNeverSeen) {
  auto snapshot = snapshot_of(3);
  snapshot.add({2, false, MonoTime(2s), 5});
  EXPECT_TRUE(snapshot.at(MonoTime(1s)).values.empty());
  EXPECT_EQ(snapshot.at(MonoTime(3s)).values.size(), 1U);
}

TEST(SignalSnapshot, MarksASilentSignalStaleUntilItSpeaksAgain) {
  auto snapshot = snapshot_of(1);
  snapshot.add({0, false, MonoTime(1s), 5});
  snapshot.add({0, true, MonoTime(1s), 5});
  EXPECT_TRUE(snapshot.at(MonoTime(9s)).values[0].stale);
  snapshot.add({0, false, MonoTime(10s), 6});
  EXPECT_FALSE(snapshot.at(MonoTime(11s)).values[0].stale);
}

}  // namespace
}  // namespace tripline
