// A shot is told in three parts (trip, frames, pulses) by two threads: here they come together.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "rt/loops/camera_record.hpp"
#include "rt/loops/signal_snapshot.hpp"

namespace tripline {

struct AssembledShot {
  CameraRecord trip;
  PulseTrain train;
  std::vector<FrameIndex> frames;
  SignalsAtMoment signals;
};

/// When the first edge was made; {} without one. Hardware that makes it later tells it with the train.
inline MonoTime first_edge_of(const AssembledShot& shot) noexcept {
  return shot.trip.edge.done == MonoTime() ? shot.train.first_edge : shot.trip.edge.done;
}

/// The parts may come in any order: an input's pulses may be made before the frame that tells of its shot.
/// Thread: the publisher's.
class ShotAssembler {
 public:
  void begin(const CameraRecord& trip, SignalsAtMoment signals);
  void add_frame(std::uint32_t shot_id, FrameIndex index, int place);
  void add_train(const PulseTrain& train);
  /// The oldest shot that is whole: its pulses are made and its last frame is there. A shot that waited longer than
  /// `kPatience` (camera ended or stalled) is whole as it is.
  std::optional<AssembledShot> take_whole(MonoTime now);
  /// The oldest shot whatever it lacks: the core stops.
  std::optional<AssembledShot> take_any();

 private:
  static constexpr nanoseconds kPatience = std::chrono::seconds(2);
  struct Open {
    AssembledShot shot;
    bool begun = false;  ///< its trip is there; without one it is parts that came first, or too late
    bool pulses_done = false;
    bool frames_done = false;
  };
  static constexpr std::size_t kOpen = 8;  ///< beyond this, parts without a trip go
  Open& part_of(std::uint32_t shot_id);
  std::vector<Open> open_;
};

}  // namespace tripline
