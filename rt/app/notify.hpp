// What systemd is told: ready, alive, stopping. Without systemd nothing happens.
#pragma once

#include <string>

namespace tripline {

void notify_ready(const std::string& status);
/// `alive`: also feeds the watchdog.
void notify_status(const std::string& status, bool alive);
void notify_stopping(const std::string& why);
/// Keeps an open line beyond the end of this process, if the unit has a FileDescriptorStoreMax=; the next run finds it
/// in passed_line(name). systemd lets go of it when it hangs up.
void notify_keep(const std::string& name, int fd);

}  // namespace tripline
