#include "shim/lifecycle/core_holder.hpp"

#include <array>
#include <charconv>
#include <fstream>
#include <string_view>

#include "shim/lifecycle/process_check.hpp"

namespace tripline {
namespace {

constexpr std::string_view kPid = "pid ";
constexpr std::size_t kTextBytes = 256;

}  // namespace

std::optional<CoreHolder> find_core_holder(const RunDir& run_dir) {
  std::ifstream file(run_dir.core_lock());
  std::array<char, kTextBytes> bytes{};
  file.read(bytes.data(), bytes.size());
  const std::string_view text(bytes.data(), static_cast<std::size_t>(file.gcount()));
  if (!text.starts_with(kPid)) return std::nullopt;
  CoreHolder holder;
  std::from_chars(text.data() + kPid.size(), text.data() + text.size(), holder.pid);
  if (!runs_program(holder.pid, "tripline-rt")) return std::nullopt;
  holder.text = text.substr(0, text.find('\n'));
  return holder;
}

}  // namespace tripline
