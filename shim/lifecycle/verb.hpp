// Verb: what a unit can be asked to do.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tripline {

enum class Verb : std::uint8_t { kStart, kStop, kRestart };

/// `start`, `stop` or `restart`.
constexpr std::string_view to_text(Verb verb) noexcept {
  constexpr std::string_view kNames[]{"start", "stop", "restart"};
  return kNames[static_cast<std::size_t>(verb)];
}

constexpr std::optional<Verb> verb_from(std::string_view text) noexcept {
  for (const auto verb : {Verb::kStart, Verb::kStop, Verb::kRestart})
    if (to_text(verb) == text) return verb;
  return std::nullopt;
}

}  // namespace tripline
