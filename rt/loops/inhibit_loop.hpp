// tl-inhibit: keeps the machine awake while the trigger is armed, and lets it sleep again when it is not.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "rt/base/unique_fd.hpp"
#include "rt/exec/thread_slot.hpp"
#include "rt/loops/notice_queue.hpp"

namespace tripline {

/// Where nobody grants it the core runs all the same, and says so once.
class InhibitLoop {
 public:
  using IsArmed = std::function<bool()>;
  using Inhibit = std::function<Result<UniqueFd>()>;  ///< held until the descriptor is closed; may wait

  InhibitLoop(IsArmed is_armed, Inhibit inhibit, NoticeQueue& notices, ThreadSlot& slot);
  ~InhibitLoop() { stop(); }

  void start();
  /// Lets go. Thread: main.
  void stop();
  /// One look; start() makes a thread that does it again and again. A refusal is asked again after
  /// limits::kInhibitRetry, or when the trigger is armed anew.
  void look(MonoTime now);
  bool holds() const noexcept { return held_.valid(); }

 private:
  void run(const std::stop_token& stop);
  void try_to_hold(MonoTime now);

  IsArmed is_armed_;
  Inhibit inhibit_;
  NoticeQueue& notices_;
  ThreadSlot& slot_;
  UniqueFd held_;
  std::optional<MonoTime> refused_at_;
  bool told_ = false;
  std::mutex waiting_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace tripline
