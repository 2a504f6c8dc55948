#include "rt/loops/shot_assembler.hpp"

#include <algorithm>

namespace tripline {

void ShotAssembler::begin(const CameraRecord& trip, SignalsAtMoment signals) {
  Open& open = part_of(trip.shot_id);
  open.shot.trip = trip;
  open.shot.signals = std::move(signals);
  open.begun = true;
  open.pulses_done = open.pulses_done || trip.edge.refusal != StrobeRefusal::kNone;
}

void ShotAssembler::add_frame(std::uint32_t shot_id, FrameIndex index, int place) {
  Open& open = part_of(shot_id);
  open.shot.frames.push_back(index);
  open.frames_done = place >= static_cast<int>(limits::kFramesAfter);
}

void ShotAssembler::add_train(const PulseTrain& train) {
  Open& open = part_of(train.shot_id);
  open.shot.train = train;
  open.pulses_done = true;
}

std::optional<AssembledShot> ShotAssembler::take_whole(MonoTime now) {
  const auto whole = std::find_if(open_.begin(), open_.end(), [now](const Open& open) {
    return open.begun && ((open.pulses_done && open.frames_done) || now - open.shot.trip.delivered > kPatience);
  });
  if (whole == open_.end()) return std::nullopt;
  std::optional<AssembledShot> shot(std::move(whole->shot));
  open_.erase(whole);
  return shot;
}

std::optional<AssembledShot> ShotAssembler::take_any() {
  const auto begun = std::find_if(open_.begin(), open_.end(), [](const Open& open) { return open.begun; });
  if (begun == open_.end()) return std::nullopt;
  std::optional<AssembledShot> shot(std::move(begun->shot));
  open_.erase(begun);
  return shot;
}

ShotAssembler::Open& ShotAssembler::part_of(std::uint32_t shot_id) {
  const auto found =
      std::find_if(open_.begin(), open_.end(), [&](const Open& open) { return open.shot.trip.shot_id == shot_id; });
  if (found != open_.end()) return *found;
  const auto stray = std::find_if(open_.begin(), open_.end(), [](const Open& open) { return !open.begun; });
  if (open_.size() >= kOpen && stray != open_.end()) open_.erase(stray);
  Open& open = open_.emplace_back();
  open.shot.trip.shot_id = shot_id;
  return open;
}

}  // namespace tripline
