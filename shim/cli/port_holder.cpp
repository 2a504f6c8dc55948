#include "shim/cli/port_holder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "shim/cli/local_port.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kListens = "0A";  // TCP_LISTEN of the kernel's net/tcp_states.h

/// As a process' descriptors name them: `socket:[12345]`. proc(5), /proc/net/tcp.
std::set<std::string> sockets_listening_on(std::uint16_t port) {
  std::set<std::string> sockets;
  const auto suffix = fmt::format(":{:04X}", port);
  for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    std::ifstream file(table);
    for (std::string line; std::getline(file, line);) {
      std::istringstream fields(line);
      std::string slot, local, remote, state, skipped, inode;
      fields >> slot >> local >> remote >> state;
      for (int i = 0; i < 5; ++i) fields >> skipped;
      if (fields >> inode && state == kListens && local.ends_with(suffix)) sockets.insert("socket:[" + inode + "]");
    }
  }
  return sockets;
}

/// Not what /proc has besides, such as `self`.
bool is_process(const fs::path& entry) {
  const auto name = entry.filename().string();
  return std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_one_of(const fs::path& process, const std::set<std::string>& sockets) {
  std::error_code error;
  for (fs::directory_iterator entry(process / "fd", error), end; !error && entry != end; entry.increment(error)) {
    std::error_code gone;
    if (sockets.contains(fs::read_symlink(entry->path(), gone).string())) return true;
  }
  return false;
}

std::string name_of(const fs::path& process) {
  std::string name;
  std::ifstream file(process / "comm");
  std::getline(file, name);
  return fmt::format("process {} ({})", process.filename().string(), name);
}

}  // namespace

std::string port_holder(std::uint16_t port) {
  if (is_port_free(port)) return {};
  const auto sockets = sockets_listening_on(port);
  std::error_code error;
  for (fs::directory_iterator entry("/proc", error), end; !error && entry != end; entry.increment(error))
    if (is_process(entry->path()) && has_one_of(entry->path(), sockets)) return name_of(entry->path());
  return "another process";
}

}  // namespace tripline
