// Role: what a caller may do. Each role may do all that the ones before it may.
#pragma once

#include <cstdint>
#include <string_view>

namespace tripline {

enum class Role : std::uint8_t {
  kNone,       ///< nothing but what needs no role: the process's health, the login
  kRead,       ///< look
  kOperate,    ///< arm, disarm, fire, start and stop the core
  kConfigure,  ///< change the configuration
};

/// `none`, `read`, `operate` or `configure`.
constexpr std::string_view to_text(Role role) noexcept {
  constexpr std::string_view kNames[]{"none", "read", "operate", "configure"};
  return kNames[static_cast<std::size_t>(role)];
}

}  // namespace tripline
