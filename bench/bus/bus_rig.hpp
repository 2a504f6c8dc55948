// The core without a camera: buses, their threads, the publisher and its socket.
#pragma once

#include <memory>
#include <vector>
#include <zmq.hpp>

#include "bench/bus/paced_bus.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "rt/ipc/run_dir.hpp"
#include "rt/loops/publish_loop.hpp"

namespace tripline::bench {

class BusRig {
 public:
  /// Runs for `seconds` of traffic once started.
  BusRig(const Traffic& traffic, double seconds, const RunDir& run_dir);
  ~BusRig();

  void start();
  /// Waits for a subscriber to come, so that nothing goes to nobody.
  void wait_for_listener() const;
  void wait_for_end() const;
  /// What was lost, by the names of `status`, and frames that came in.
  std::uint64_t drops() const;
  std::uint64_t frames() const;

 private:
  CoreParts parts();

  DecodePlan plan_;
  RunFacts facts_;
  SharedConfig config_;
  NoticeQueue notices_;
  ThreadSlots slots_;
  CameraInfo camera_info_;
  FrameStore frames_;
  zmq::context_t context_{1};
  std::unique_ptr<StrobeLoop> strobe_;
  std::unique_ptr<CameraLoop> camera_;
  std::vector<std::unique_ptr<CanLoop>> buses_;
  std::unique_ptr<PublishLoop> publish_;
};

}  // namespace tripline::bench
