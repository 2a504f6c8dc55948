#include "rt/app/notify.hpp"

#include <systemd/sd-daemon.h>

namespace tripline {

void notify_ready(const std::string& status) { ::sd_notify(0, ("READY=1\nSTATUS=" + status).c_str()); }

void notify_status(const std::string& status, bool alive) {
  ::sd_notify(0, ("STATUS=" + status + (alive ? "\nWATCHDOG=1" : "")).c_str());
}

void notify_stopping(const std::string& why) { ::sd_notify(0, ("STOPPING=1\nSTATUS=" + why).c_str()); }

void notify_keep(const std::string& name, int fd) {
  ::sd_pid_notify_with_fds(0, 0, ("FDSTORE=1\nFDNAME=" + name).c_str(), &fd, 1);
}

}  // namespace tripline
