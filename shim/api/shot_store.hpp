// ShotStore: the newest shots of a run and the frames around them, as they came.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "shim/bus/event_subscriber.hpp"

namespace tripline {

/// A shot; `story` is missing as long as only frames of it came.
struct StoredShot {
  std::uint32_t id = 0;
  std::shared_ptr<const Event> story;
  std::map<std::uint64_t, std::shared_ptr<const Event>> frames;  ///< by frame_sequence
};

/// Keeps limits::kShotsKept shots, and of the older ones no frames beyond limits::kShotFrameBytes. A new run of the
/// core empties it. Thread: any; the bus thread writes, HTTP workers read.
class ShotStore {
 public:
  using SharedEvent = std::shared_ptr<const Event>;

  void see(const SharedEvent& event);

  /// Shots with a number below `before`, the newest first, at most `limit`.
  std::vector<StoredShot> newest(std::uint32_t before, std::size_t limit) const;

  enum class Found : std::uint8_t { kHere, kForgotten, kNever };
  /// kForgotten: there was such a shot in this run.
  Found find(std::uint32_t id, StoredShot& shot) const;

 private:
  void keep_story(const SharedEvent& event);
  void keep_frame(const SharedEvent& event);
  StoredShot* place_for(std::uint32_t id);
  void forget_frames();

  mutable std::mutex mutex_;
  std::uint64_t run_id_ = 0;
  std::deque<StoredShot> shots_;  // by id, rising
  std::uint32_t newest_id_ = 0;
  std::size_t frame_bytes_ = 0;
};

}  // namespace tripline
