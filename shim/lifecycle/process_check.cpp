#include "shim/lifecycle/process_check.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace tripline {
namespace {

constexpr std::size_t kNameBytes = 15;  // TASK_COMM_LEN of the kernel, without its end

}  // namespace

std::uint64_t start_ticks(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(text.substr(name_end + 1));
  std::string field;
  fields >> field;
  if (field == "Z" || field == "X") return 0;
  for (int number = 4; number <= 21; ++number) fields >> field;
  std::uint64_t ticks = 0;
  fields >> ticks;
  return fields ? ticks : 0;
}

bool runs_program(pid_t pid, std::string_view path) {
  if (pid <= 0 || start_ticks(pid) == 0) return false;
  std::ifstream file(fmt::format("/proc/{}/comm", pid));
  std::string name;
  std::getline(file, name);
  const auto program = path.substr(path.rfind('/') + 1);
  return !name.empty() && name == program.substr(0, kNameBytes);
}

}  // namespace tripline
