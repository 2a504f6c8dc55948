#include "shim/cli/can/signal_choice.hpp"

#include <fnmatch.h>

namespace tripline {
namespace {

bool matches(const std::string& pattern, const SignalName& signal) {
  const std::string full = signal.message + "." + signal.name;
  return ::fnmatch(pattern.c_str(), signal.name.c_str(), 0) == 0 || ::fnmatch(pattern.c_str(), full.c_str(), 0) == 0;
}

}  // namespace

Result<std::vector<std::uint8_t>> choose_signals(const SignalNames& names, const std::vector<std::string>& wanted) {
  std::vector<std::uint8_t> is_chosen(names.signals.size(), wanted.empty() ? 1 : 0);
  for (const std::string& pattern : wanted) {
    bool is_found = false;
    for (std::size_t i = 0; i < is_chosen.size(); ++i) {
      if (!matches(pattern, names.signals[i])) continue;
      is_chosen[i] = 1;
      is_found = true;
    }
    if (!is_found)
      return Error{ExitCode::kUsage, "no signal is called '" + pattern +
                                         "'; write Signal, Message.Signal, or a pattern with * (" +
                                         std::to_string(names.signals.size()) + " signals are known)"};
  }
  return is_chosen;
}

}  // namespace tripline
