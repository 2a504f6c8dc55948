#include "rt/loops/shot_assembler.hpp"

#include <algorithm>

namespace tripline {

void ShotAssembler::begin(const CameraRecord& trip, std::vector<SnapshotValue> signals) {
  open_.push_back({{trip, {}, {}, std::move(signals)}, trip.edge.refusal != StrobeRefusal::kNone, false});
}

void ShotAssembler::add_frame(std::uint32_t shot_id, FrameIndex index, int place) {
  if (Open* open = find(shot_id)) {
    open->shot.frames.push_back(index);
    open->frames_done = place >= static_cast<int>(limits::kFramesAfter);
  }
}

void ShotAssembler::add_train(const PulseTrain& train) {
  if (Open* open = find(train.shot_id)) {
    open->shot.train = train;
    open->pulses_done = true;
  }
}

std::optional<AssembledShot> ShotAssembler::take_whole(MonoTime now) {
  const auto whole = std::find_if(open_.begin(), open_.end(), [now](const Open& open) {
    return (open.pulses_done && open.frames_done) || now - open.shot.trip.delivered > kPatience;
  });
  if (whole == open_.end()) return std::nullopt;
  std::optional<AssembledShot> shot(std::move(whole->shot));
  open_.erase(whole);
  return shot;
}

std::optional<AssembledShot> ShotAssembler::take_any() {
  if (open_.empty()) return std::nullopt;
  std::optional<AssembledShot> shot(std::move(open_.front().shot));
  open_.erase(open_.begin());
  return shot;
}

ShotAssembler::Open* ShotAssembler::find(std::uint32_t shot_id) {
  const auto found =
      std::find_if(open_.begin(), open_.end(), [&](const Open& open) { return open.shot.trip.shot_id == shot_id; });
  return found == open_.end() ? nullptr : &*found;
}

}  // namespace tripline
