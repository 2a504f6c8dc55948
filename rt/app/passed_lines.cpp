#include "rt/app/passed_lines.hpp"

#include <systemd/sd-daemon.h>

#include <cstdlib>

namespace tripline {

std::optional<int> passed_line(const std::string& name) {
  char** names = nullptr;
  const int count = ::sd_listen_fds_with_names(0, &names);
  std::optional<int> found;
  for (int i = 0; i < count; ++i) {
    if (!found && name == names[i]) found = SD_LISTEN_FDS_START + i;
    std::free(names[i]);
  }
  std::free(names);
  return found;
}

}  // namespace tripline
