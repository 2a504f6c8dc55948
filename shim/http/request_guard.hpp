// The request guard: what a foreign page in the same browser could try is refused here, before any resource.
#pragma once

#include <optional>
#include <string_view>

#include "shim/api/request.hpp"
#include "shim/api/response.hpp"

namespace tripline {

inline constexpr std::string_view kWebSocketPath = "/ws";
inline constexpr const char* kWebSocketProtocol = "tripline.v1";

/// A problem when the request must not be served, else nothing. Thread: any.
///  - Host: a loopback name, with any port (an `ssh -L` forward has one of its own). Stops DNS rebinding: the
///    attacker's name is not ours.
///  - Origin, where there is one, on /ws and on unsafe methods: this very server.
///  - Sec-WebSocket-Protocol, where there is one, on /ws: kWebSocketProtocol.
std::optional<Response> guard(const Request& request);

}  // namespace tripline
