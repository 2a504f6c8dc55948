// What the camera thread tells the publisher.
#pragma once

#include <cstdint>

#include "rt/core/trigger/trigger.hpp"
#include "rt/loops/pulse_train.hpp"

namespace tripline {

/// Same values as wire::ShotOrigin.
enum class ShotOrigin : std::uint8_t { kMotion, kCommand, kInput };

struct CameraRecord {
  TriggerEvent event = TriggerEvent::kNone;  ///< kNone: only the state changed
  TriggerState state = TriggerState::kDisarmed;
  FrameIndex frame;
  MonoTime sensor;
  MonoTime delivered;  ///< callback entered
  MonoTime decided;
  // of a shot (shot_id != 0)
  std::uint32_t shot_id = 0;
  ShotOrigin origin = ShotOrigin::kMotion;
  MonoTime input;        ///< origin kInput: the edge of the input, as the kernel stamped it
  MonoTime input_woken;  ///< tl-input had it in hand
  FirstEdge edge;
  double roi_changed = 0;
  double guard_changed = 0;
  double residual = 0;
  double correlation = 0;
  bool realtime = false;
};

}  // namespace tripline
