#include "rt/core/signals/signal_names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rt/core/signals/nearest_name.hpp"

namespace tripline {
namespace {

template <typename Map>
std::string suggestion_of(const Map& map, const std::string& wanted) {
  std::vector<std::string> names;
  names.reserve(map.size());
  for (const auto& [name, ignored] : map) names.push_back(name);
  const auto nearest = nearest_name(wanted, names);
  return nearest.empty() ? std::string() : fmt::format("; did you mean '{}'?", nearest);
}

std::string full_name(const DecodePlan& plan, std::uint32_t signal) {
  const SignalInfo& info = plan.signals()[signal];
  return plan.messages()[info.message].name + "." + info.signal_name;
}

}  // namespace

SignalNames::SignalNames(const DecodePlan& plan) : plan_(plan) {
  for (std::uint32_t i = 0; i < plan.signals().size(); ++i) {
    const SignalInfo& info = plan.signals()[i];
    add(info.name, i);
    add(info.signal_name, i);
    add(full_name(plan, i), i);
  }
}

void SignalNames::add(const std::string& name, std::uint32_t signal) {
  auto& signals = signals_[name];
  if (std::find(signals.begin(), signals.end(), signal) == signals.end()) signals.push_back(signal);
}

Result<std::uint32_t> SignalNames::find(const std::string& wanted) const {
  if (wanted.empty()) return Error{ExitCode::kBadConfig, "is empty; name a signal"};
  if (signals_.empty())
    return Error{
        ExitCode::kBadConfig,
        fmt::format("unknown signal '{}': there are no signals; name a DBC file with can.dbc or --dbc", wanted)};
  const auto found = signals_.find(wanted);
  if (found == signals_.end())
    return Error{ExitCode::kBadConfig, fmt::format("unknown signal '{}'{}", wanted, suggestion_of(signals_, wanted))};
  const auto& signals = found->second;
  if (signals.size() == 1) return signals.front();
  for (const auto signal : signals)  // Message.Signal may repeat too; the plan's own name never does
    if (plan_.signals()[signal].name == wanted) return signal;
  return Error{ExitCode::kBadConfig, fmt::format("'{}' is in {} messages; write e.g. {}", wanted, signals.size(),
                                                 plan_.signals()[signals.front()].name)};
}

std::optional<std::uint32_t> SignalNames::find_full(const std::string& wanted) const {
  const auto found = signals_.find(wanted);
  if (found == signals_.end() || found->second.size() != 1) return std::nullopt;
  const auto signal = found->second.front();
  return full_name(plan_, signal) == wanted ? std::optional(signal) : std::nullopt;
}

Result<void> ToldNames::add(const std::string& name, std::uint32_t signal, const std::string& whose) {
  const auto [owner, is_new] = owners_.try_emplace(name, Owner{signal, whose});
  if (is_new) return {};
  return Error{ExitCode::kBadConfig,
               fmt::format("'{}' is the name of {} already; names must differ", name, owner->second.whose)};
}

std::optional<std::uint32_t> ToldNames::find(const std::string& name) const {
  const auto found = owners_.find(name);
  return found == owners_.end() ? std::nullopt : std::optional(found->second.signal);
}

std::string ToldNames::suggestion(const std::string& wanted) const { return suggestion_of(owners_, wanted); }

}  // namespace tripline
