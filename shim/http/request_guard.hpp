// RequestGuard: stands before every resource: finds who asks, and refuses what a foreign page in the same browser could
// try.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rt/base/result.hpp"
#include "shim/api/access.hpp"
#include "shim/api/request.hpp"
#include "shim/api/response.hpp"
#include "shim/api/socket_session.hpp"

namespace tripline {

struct GuardOptions {
  std::vector<std::string> hosts;    ///< names that this rig has beside those of loopback, without a port
  std::vector<std::string> origins;  ///< foreign pages that may use the API: `https://host` or `http://host:port`
};

/// Errors: kUsage for what is no name or no origin.
Result<void> check_guard_options(const GuardOptions& options);

/// Thread: any. Lifetime: `access` outlives it.
class RequestGuard {
 public:
  explicit RequestGuard(Access& access, GuardOptions options = {}) : access_(access), options_(std::move(options)) {}

  /// Fills in the role. `endpoint`: the WebSocket that is asked for; nullptr: none. A problem when the request must not
  /// be served, else nothing:
  ///  - Host, exactly one: a loopback name or a listed one, with any port (an `ssh -L` forward has one of its own).
  ///    Stops DNS rebinding: the attacker's name is not ours.
  ///  - Origin, at most one, on WebSockets and on unsafe methods: this very server (a proxy may have added the s of
  ///    https), or a listed page.
  ///  - Content-Type, where there is a body: JSON, which no form of a foreign page can send.
  ///  - on a WebSocket its role, and a subprotocol that it speaks; none where none is needed.
  std::optional<Response> admit(Request& request, const SocketEndpoint* endpoint = nullptr) const;

  /// The answer to a listed page's question what it may send; nothing when the request is no such question.
  std::optional<Response> preflight(const Request& request) const;

  /// Lets a listed page read the response.
  void mark(const Request& request, Response& response) const;

 private:
  bool is_ours(std::string_view host) const;
  bool is_listed(std::string_view origin) const;
  std::optional<Response> refuse_origin(const Request& request) const;

  Access& access_;
  GuardOptions options_;
};

}  // namespace tripline
