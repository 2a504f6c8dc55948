// What systemd is told: ready, alive, stopping. Without systemd nothing happens.
#pragma once

#include <string>

namespace tripline {

void notify_ready(const std::string& status);
/// `alive`: also feeds the watchdog.
void notify_status(const std::string& status, bool alive);
void notify_stopping(const std::string& why);

}  // namespace tripline
