#include "shim/cli/can/monitor_keys.hpp"

#include <array>

namespace tripline {
namespace {

struct Meaning {
  std::string_view bytes;
  MonitorKey key;
};

// Longer ones first where one begins another. Arrows differ with the terminal's cursor key mode (DECCKM).
constexpr std::array<Meaning, 23> kMeanings{{
    {"\x1b[A", MonitorKey::kUp},        {"\x1bOA", MonitorKey::kUp},       {"k", MonitorKey::kUp},
    {"\x1b[B", MonitorKey::kDown},      {"\x1bOB", MonitorKey::kDown},     {"j", MonitorKey::kDown},
    {"\x1b[5~", MonitorKey::kPageUp},   {"\x1b[D", MonitorKey::kPageUp},   {"\x1bOD", MonitorKey::kPageUp},
    {"\x1b[6~", MonitorKey::kPageDown}, {"\x1b[C", MonitorKey::kPageDown}, {"\x1bOC", MonitorKey::kPageDown},
    {"\x1b[H", MonitorKey::kHome},      {"\x1bOH", MonitorKey::kHome},     {"\x1b[1~", MonitorKey::kHome},
    {"\x1b[F", MonitorKey::kEnd},       {"\x1bOF", MonitorKey::kEnd},      {"\x1b[4~", MonitorKey::kEnd},
    {"q", MonitorKey::kQuit},           {"\x03", MonitorKey::kQuit},       {"c", MonitorKey::kClear},
    {"s", MonitorKey::kSort},           {" ", MonitorKey::kPause},
}};

}  // namespace

std::vector<MonitorKey> read_keys(std::string_view bytes) {
  std::vector<MonitorKey> keys;
  while (!bytes.empty()) {
    std::size_t taken = 1;
    for (const Meaning& meaning : kMeanings) {
      if (!bytes.starts_with(meaning.bytes)) continue;
      keys.push_back(meaning.key);
      taken = meaning.bytes.size();
      break;
    }
    bytes.remove_prefix(taken);
  }
  return keys;
}

}  // namespace tripline
