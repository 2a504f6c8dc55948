// Access: who a caller is: by the token that it shows, or by the session that it got for one.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "rt/base/time.hpp"
#include "shim/api/login_limiter.hpp"
#include "shim/api/request.hpp"
#include "shim/api/session_table.hpp"
#include "shim/api/token_file.hpp"

namespace tripline {

/// Thread: any. Without tokens everybody may do everything: only this machine is served then.
class Access {
 public:
  /// `rig` is part of the cookie's name: browsers do not tell the ports of one machine apart.
  explicit Access(std::vector<Token> tokens = {}, std::string_view rig = "main");

  /// There are tokens, so callers must show one.
  bool login_needed() const noexcept { return !tokens_.empty(); }
  /// By `Authorization: Bearer …` alone where there is an Authorization, else by the session's cookie.
  Role role_of(const Request& request, MonoTime now);

  enum class Outcome : std::uint8_t { kOpened, kWrong, kTooOften };
  struct Login {
    Outcome outcome = Outcome::kWrong;
    Role role = Role::kNone;
    std::string session{};  ///< the cookie's value
  };
  /// Opens a session for a token. Wrong ones are counted and, with `from`, logged.
  Login log_in(std::string_view token, std::string_view from, MonoTime now);
  /// Ends the session of the request's cookie.
  void log_out(const Request& request);

  std::string_view cookie_name() const noexcept { return cookie_; }

 private:
  Role role_of_token(std::string_view token) const;

  const std::vector<Token> tokens_;
  const std::string cookie_;
  std::mutex mutex_;
  SessionTable sessions_;
  LoginLimiter limiter_;
};

}  // namespace tripline
