#include "shim/api/access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rt/base/limits.hpp"
#include "rt/base/log.hpp"

namespace tripline {
namespace {

constexpr std::string_view kScheme = "bearer ";

bool begins_with_scheme(std::string_view text) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return text.size() >= kScheme.size() &&
         std::equal(kScheme.begin(), kScheme.end(), text.begin(), [&](char a, char b) { return a == lower(b); });
}

/// Every value that a Cookie header has for this name: another path of this host may have set one of its own.
std::vector<std::string_view> cookies_named(std::string_view name, std::string_view header) {
  std::vector<std::string_view> values;
  while (!header.empty()) {
    auto pair = header.substr(0, std::min(header.find(';'), header.size()));
    header.remove_prefix(std::min(pair.size() + 1, header.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
      values.push_back(pair.substr(name.size() + 1));
  }
  return values;
}

}  // namespace

Access::Access(std::vector<Token> tokens, std::string_view rig)
    : tokens_(std::move(tokens)), cookie_(fmt::format("tripline_session_{}", rig)) {}

Role Access::role_of(const Request& request, MonoTime now) {
  if (!login_needed()) return Role::kConfigure;
  if (const auto shown = request.header("Authorization"); !shown.empty())
    return begins_with_scheme(shown) ? role_of_token(shown.substr(kScheme.size())) : Role::kNone;
  const std::lock_guard lock(mutex_);
  Role best = Role::kNone;
  for (const auto secret : cookies_named(cookie_, request.header("Cookie")))
    best = std::max(best, sessions_.use(secret.substr(0, limits::kTokenBytesMax), now));
  return best;
}

// All of them are compared, so that the time does not say which one it was.
Role Access::role_of_token(std::string_view token) const {
  if (!is_token(token)) return Role::kNone;
  const auto hash = hash_of(token);
  Role role = Role::kNone;
  for (const auto& known : tokens_)
    if (same_secret(known.hash, hash)) role = known.role;
  return role;
}

Access::Login Access::log_in(std::string_view token, std::string_view from, MonoTime now) {
  const std::lock_guard lock(mutex_);
  if (!limiter_.may_try(now)) return {Outcome::kTooOften};
  const Role role = login_needed() ? role_of_token(token) : Role::kConfigure;
  if (role == Role::kNone) {
    limiter_.failed(now);
    log_warning("web", fmt::format("a login with a wrong token was refused (origin '{}')", from));
    return {Outcome::kWrong};
  }
  return {Outcome::kOpened, role, login_needed() ? sessions_.open(role, now) : std::string()};
}

void Access::log_out(const Request& request) {
  const std::lock_guard lock(mutex_);
  for (const auto secret : cookies_named(cookie_, request.header("Cookie"))) sessions_.close(secret);
}

}  // namespace tripline
