// PrivateUmask: sockets that are bound meanwhile are their owner's and their group's from the first moment (0660).
#pragma once

#include <sys/stat.h>

namespace tripline {

/// Of the whole process. Thread: main, before others start.
class PrivateUmask {
 public:
  PrivateUmask() : before_(::umask(0117)) {}
  ~PrivateUmask() { ::umask(before_); }
  PrivateUmask(const PrivateUmask&) = delete;
  PrivateUmask& operator=(const PrivateUmask&) = delete;

 private:
  mode_t before_;
};

}  // namespace tripline
