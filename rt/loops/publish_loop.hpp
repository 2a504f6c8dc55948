// tl-publish: takes what the real-time threads leave in their rings, and publishes it.
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "rt/ipc/event_publisher.hpp"
#include "rt/loops/bus_alerts.hpp"
#include "rt/loops/core_parts.hpp"
#include "rt/loops/event_builders.hpp"
#include "rt/loops/rate_meter.hpp"
#include "rt/loops/shot_assembler.hpp"
#include "rt/loops/signal_feed.hpp"

namespace tripline {

class PublishLoop {
 public:
  PublishLoop(EventPublisher publisher, CoreParts parts, ThreadSlot& slot);
  ~PublishLoop();

  void start();
  /// Publishes what is left, and a last status that says why. Thread: main.
  void stop(const std::string& why);
  /// Somebody listens. Thread: any.
  bool has_subscriber() const noexcept { return has_subscriber_.load(std::memory_order_acquire); }

 private:
  void run();
  void turn();
  void publish_camera_records();
  void publish_frames();
  void publish_shots(bool whole_only);
  void publish_can();
  void publish_signals();
  void publish_notices();
  void publish_status_when_due();
  void publish_status(const std::string& stopping);
  void publish_config_on_change();
  void follow_profile(const ConfigStore& store);
  void watch_camera();
  void watch_input();
  void watch_guard();
  void watch_degraded();
  void watch_strangers();
  void tell(const CameraRecord& record);
  void tell(const AssembledShot& shot);
  void tell(const PulseTrain& train);

  EventPublisher publisher_;
  CoreParts parts_;
  ThreadSlot& slot_;
  Builder builder_{64 * 1024};
  ShotAssembler shots_;
  PulseTrain train_;  // as it is taken
  SignalFeed signals_;
  std::string signals_json_;                // of the profile in force
  std::vector<std::vector<CanFrame>> raw_;  // per bus, waiting for its batch
  std::vector<SignalSample> samples_;       // as they are taken
  MonoTime can_due_{};
  MonoTime status_due_{};
  TriggerState published_state_ = TriggerState::kDisarmed;
  std::uint32_t config_revision_ = 0;
  TriggerTuning tuning_;
  std::uint32_t preview_px_ = 0;
  double preview_hz_ = 1;
  bool input_lost_ = false;
  bool camera_stalled_ = false;
  bool camera_end_told_ = false;
  BusAlerts bus_alerts_;
  std::vector<Error> degraded_told_;
  std::uint64_t strangers_told_ = 0;
  MonoTime strangers_due_{};
  RateMeter camera_rate_;
  std::vector<RateMeter> bus_rates_;
  std::string why_;  // written before stopping_; partner of its release
  std::atomic<bool> stopping_{false};
  std::atomic<bool> has_subscriber_{false};
  std::jthread thread_;
};

}  // namespace tripline
