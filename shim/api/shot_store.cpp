#include "shim/api/shot_store.hpp"

#include <algorithm>

#include "rt/base/limits.hpp"
#include "schemas/frame_generated.h"
#include "schemas/shot_generated.h"

namespace tripline {
namespace {

std::size_t bytes_of(const StoredShot& shot) {
  std::size_t bytes = 0;
  for (const auto& [sequence, frame] : shot.frames) bytes += frame->message.size();
  return bytes;
}

}  // namespace

void ShotStore::see(const SharedEvent& event) {
  const std::lock_guard lock(mutex_);
  if (event->run_id != run_id_) {
    shots_.clear();
    newest_id_ = 0;
    frame_bytes_ = 0;
    run_id_ = event->run_id;
  }
  if (event->topic.key == "shot") keep_story(event);
  if (event->topic.key == "frame/shot") keep_frame(event);
}

void ShotStore::keep_story(const SharedEvent& event) {
  if (auto* shot = place_for(wire::GetShot(event->message.data())->shot_id())) shot->story = event;
}

void ShotStore::keep_frame(const SharedEvent& event) {
  const auto& frame = *wire::GetFrame(event->message.data());
  auto* shot = place_for(frame.shot_id());
  if (shot == nullptr || !shot->frames.emplace(frame.frame_sequence(), event).second) return;
  frame_bytes_ += event->message.size();
  forget_frames();
}

/// The place of a shot, made where there is none; the oldest goes for it. nullptr: it is older than all that are kept.
StoredShot* ShotStore::place_for(std::uint32_t id) {
  const auto place = [&] {
    return std::lower_bound(shots_.begin(), shots_.end(), id,
                            [](const StoredShot& shot, std::uint32_t wanted) { return shot.id < wanted; });
  };
  if (const auto found = place(); found != shots_.end() && found->id == id) return &*found;
  if (shots_.size() == limits::kShotsKept) {
    if (id < shots_.front().id) return nullptr;
    frame_bytes_ -= bytes_of(shots_.front());
    shots_.pop_front();
  }
  newest_id_ = std::max(newest_id_, id);
  return &*shots_.insert(place(), StoredShot{id, nullptr, {}});
}

void ShotStore::forget_frames() {
  for (auto shot = shots_.begin(); shot != shots_.end() && shot->id != newest_id_; ++shot) {
    if (frame_bytes_ <= limits::kShotFrameBytes) return;
    frame_bytes_ -= bytes_of(*shot);
    shot->frames.clear();
  }
}

std::vector<StoredShot> ShotStore::newest(std::uint32_t before, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  std::vector<StoredShot> list;
  for (auto shot = shots_.rbegin(); shot != shots_.rend() && list.size() < limit; ++shot)
    if (shot->id < before && shot->story) list.push_back(*shot);
  return list;
}

ShotStore::Found ShotStore::find(std::uint32_t id, StoredShot& shot) const {
  const std::lock_guard lock(mutex_);
  for (const auto& kept : shots_)
    if (kept.id == id) {
      shot = kept;
      return kept.story ? Found::kHere : Found::kNever;
    }
  return id > 0 && id <= newest_id_ ? Found::kForgotten : Found::kNever;
}

}  // namespace tripline
