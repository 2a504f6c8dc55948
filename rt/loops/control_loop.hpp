// tl-control: does what comes in on the control socket.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "rt/exec/thread_slot.hpp"
#include "rt/ipc/control_server.hpp"
#include "rt/loops/camera_loop.hpp"
#include "rt/loops/notice_queue.hpp"
#include "rt/loops/shared_config.hpp"
#include "rt/loops/strobe_loop.hpp"

namespace tripline {

struct ControlParts {
  std::uint64_t run_id;
  SharedConfig& config;
  NoticeQueue& notices;
  CameraLoop& camera;
  StrobeLoop& strobe;
  std::function<void(double gain)> set_lamp;  ///< empty without a simulated camera
  std::function<void(bool active)> poke;      ///< empty without a simulated input
};

class ControlLoop {
 public:
  ControlLoop(ControlServer server, ControlParts parts, ThreadSlot& slot);
  ~ControlLoop() { stop(); }

  void start();
  /// Thread: main.
  void stop() noexcept;

 private:
  void run();
  Result<std::string> obey(const ControlCommand& command);
  Result<std::string> arm();
  Result<std::string> fire();
  Result<std::string> test_pulse(const std::string& line);
  Result<std::string> set(const ControlCommand& command);
  Result<std::string> change(const ControlCommand& command);
  Result<std::string> set_log_level(const std::string& name);
  Result<std::string> set_lamp(const std::string& gain);
  Result<std::string> poke(const std::string& level);
  void apply(const ConfigStore& store);

  ControlServer server_;
  ControlParts parts_;
  ThreadSlot& slot_;
  std::atomic<bool> stopping_{false};  // partner: stop()'s store
  std::jthread thread_;
};

}  // namespace tripline
