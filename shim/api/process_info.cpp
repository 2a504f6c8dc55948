#include "shim/api/process_info.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <utility>

namespace tripline {
namespace {

std::uint64_t effective_capabilities() {
  constexpr std::string_view kField = "CapEff:";
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(kField)) return std::stoull(line.substr(kField.size()), nullptr, 16);
  return 0;
}

}  // namespace

ProcessInfo this_process(std::string name, std::string rig) {
  ProcessInfo process;
  process.name = std::move(name);
  process.rig = std::move(rig);
  process.pid = ::getpid();
  process.uid = ::getuid();
  process.capabilities = effective_capabilities();
  process.started_at = MonoClock::now();
  return process;
}

std::string describe(const ProcessInfo& process) {
  const auto capabilities = process.capabilities == 0
                                ? std::string("no capability")
                                : fmt::format("capabilities {:#x} that it does not need", process.capabilities);
  return fmt::format("{} {}, rig {}, pid {}, uid {}, {}", process.name, process.version, process.rig, process.pid,
                     process.uid, capabilities);
}

}  // namespace tripline
