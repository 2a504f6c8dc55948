// The core, wired: devices, loops and their threads, started in order and stopped in the opposite one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rt/app/devices.hpp"
#include "rt/app/guard_process.hpp"
#include "rt/app/options.hpp"
#include "rt/app/rig_paths.hpp"
#include "rt/exec/memory_lock.hpp"
#include "rt/exec/progress_watch.hpp"
#include "rt/loops/camera_loop.hpp"
#include "rt/loops/can_loop.hpp"
#include "rt/loops/control_loop.hpp"
#include "rt/loops/inhibit_loop.hpp"
#include "rt/loops/input_loop.hpp"
#include "rt/loops/publish_loop.hpp"
#include "rt/loops/strobe_loop.hpp"

namespace tripline {

/// Thread: main. Members are in the order in which they are needed; the last one goes first.
class Core {
 public:
  /// Opens everything; starts nothing. Errors: one line naming the thing and the remedy.
  static Result<std::unique_ptr<Core>> create(const CoreOptions& options, const RigPaths& paths, ConfigStore store);
  ~Core();

  /// Sockets first, then buses and the strobe, the camera last. A capture waits for its first listener, at most 1 s.
  Result<void> start();
  /// Input and camera first, so that nothing fires any more; then the rest. `why` is told in the last status.
  void stop(const std::string& why);

  /// True when every loop got on since the last call; a loop that hangs in a turn does not.
  bool made_progress();
  /// One line for systemd's status.
  std::string status_line() const;
  std::string summary() const;

 private:
  Core(const CoreOptions& options, ConfigStore store, std::unique_ptr<GuardProcess> guard, Devices devices,
       DecodePlan plan, std::vector<Error> degraded);
  void test_itself();
  Result<void> wire(const RigPaths& paths);
  Result<void> open_remote(EventPublisher& events, const wire::EventsT& config, const RigPaths& paths);
  Result<void> demand_signal_profile();
  Result<void> wire_input(const wire::InputT& config);
  CoreParts parts();
  void wait_for_a_listener() const;

  RunFacts facts_;
  std::unique_ptr<GuardProcess> guard_;  // outlives the lines
  Devices devices_;
  const CameraInfo camera_info_;
  const DecodePlan plan_;
  SharedConfig config_;
  NoticeQueue notices_;
  ThreadSlots slots_;
  CpuLatencyHold awake_;
  zmq::context_t context_{1};
  std::unique_ptr<FrameStore> frames_;
  std::unique_ptr<StrobeLoop> strobe_;
  LineMask lamps_ = 0;
  std::unique_ptr<CameraLoop> camera_;
  std::unique_ptr<InputLoop> input_;  // null: no input
  std::vector<std::unique_ptr<CanLoop>> buses_;
  std::unique_ptr<PublishLoop> publish_;
  std::unique_ptr<ControlLoop> control_;
  std::unique_ptr<InhibitLoop> inhibit_;
  ProgressWatch progress_;
  bool started_ = false;
};

}  // namespace tripline
