#include "rt/loops/inhibit_loop.hpp"

#include "rt/base/limits.hpp"

namespace tripline {

InhibitLoop::InhibitLoop(IsArmed is_armed, Inhibit inhibit, NoticeQueue& notices, ThreadSlot& slot)
    : is_armed_(std::move(is_armed)), inhibit_(std::move(inhibit)), notices_(notices), slot_(slot) {}

void InhibitLoop::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void InhibitLoop::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  held_.reset();
}

void InhibitLoop::run(const std::stop_token& stop) {
  slot_.enter(ThreadRole::kInhibit);
  while (!stop.stop_requested()) {
    look(MonoClock::now());
    slot_.entered.add();  // after the look: D-Bus may keep it waiting, and that is no loop that hangs
    slot_.left.add();
    std::unique_lock lock(waiting_);
    wake_.wait_for(lock, stop, limits::kInhibitLook, [] { return false; });
  }
}

void InhibitLoop::look(MonoTime now) {
  if (is_armed_()) return try_to_hold(now);
  held_.reset();
  refused_at_.reset();
}

void InhibitLoop::try_to_hold(MonoTime now) {
  if (held_ || (refused_at_ && now - *refused_at_ < limits::kInhibitRetry)) return;
  auto held = inhibit_();
  if (held) {
    held_ = std::move(*held);
    refused_at_.reset();
    return;
  }
  refused_at_ = now;
  if (!told_) notices_.log(LogLevel::kInfo, "inhibit", held.error().message);
  told_ = true;
}

}  // namespace tripline
