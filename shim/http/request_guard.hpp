// The request guard: what a foreign page in the same browser could try is refused here, before any resource.
#pragma once

#include <optional>

#include "shim/api/request.hpp"
#include "shim/api/response.hpp"
#include "shim/api/socket_session.hpp"

namespace tripline {

/// A problem when the request must not be served, else nothing. `endpoint`: the WebSocket that is asked for; nullptr:
/// none. Thread: any.
///  - Host: a loopback name, with any port (an `ssh -L` forward has one of its own). Stops DNS rebinding: the
///    attacker's name is not ours.
///  - Origin, where there is one, on WebSockets and on unsafe methods: this very server.
///  - Sec-WebSocket-Protocol on a WebSocket: one that it speaks; none where none is needed.
std::optional<Response> guard(const Request& request, const SocketEndpoint* endpoint = nullptr);

}  // namespace tripline
