// HttpOptions: where the web process listens; and the checks that make a refusal clear before anything starts.
#pragma once

#include <cstdint>
#include <string>

#include "rt/base/result.hpp"
#include "shim/http/request_guard.hpp"

namespace tripline {

struct HttpOptions {
  std::string address = "127.0.0.1";  ///< IPv4; others than loopback only where callers must show a token
  std::uint16_t port = 8080;          ///< 0: any free one
  GuardOptions guard{};
};

/// `login_needed`: callers must show a token. Errors: kUsage for an address that others reach though nobody needs a
/// token there, that is no IPv4 address, or that is not of this machine; kInUse for a taken port, kNoPermission for a
/// reserved one; those of check_guard_options().
Result<void> check_http_options(const HttpOptions& options, bool login_needed);

/// The names that the server is served under: those of the options, and the address that it listens on.
GuardOptions guard_options(const HttpOptions& options);

}  // namespace tripline
