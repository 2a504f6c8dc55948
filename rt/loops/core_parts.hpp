// What the publisher reads of the rest of the core. All of it outlives the publisher.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rt/core/can/decode_plan.hpp"
#include "rt/exec/thread_slot.hpp"
#include "rt/loops/camera_loop.hpp"
#include "rt/loops/can_loop.hpp"
#include "rt/loops/frame_store.hpp"
#include "rt/loops/input_loop.hpp"
#include "rt/loops/notice_queue.hpp"
#include "rt/loops/shared_config.hpp"
#include "rt/loops/strobe_loop.hpp"
#include "rt/port/camera.hpp"

namespace tripline {

/// What is fixed for a run.
struct RunFacts {
  std::string rig;
  std::string profile;
  std::uint64_t run_id = 0;
  MonoTime started;
  bool memory_locked = false;
  std::shared_ptr<const Histogram> wake_latency;  ///< of a timer, sampled at start-up
  std::vector<Error> degraded;  ///< found at start-up; real-time refusals are found in the thread slots
};

struct CoreParts {
  const RunFacts& facts;
  SharedConfig& config;
  NoticeQueue& notices;
  const ThreadSlots& threads;
  const CameraInfo& camera_info;
  CameraLoop& camera;
  FrameStore& frames;
  StrobeLoop& strobe;
  LineMask lamps;          ///< which of the strobe's lines light
  const InputLoop* input;  ///< null: no input
  std::vector<std::unique_ptr<CanLoop>>& buses;
  const DecodePlan& plan;
  std::function<nanoseconds(std::uint32_t signal)> signal_timeout;
  std::function<bool()> guard_is_alive;  ///< true too when no line needs one
};

}  // namespace tripline
