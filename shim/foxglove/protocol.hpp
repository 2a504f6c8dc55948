// The messages of the Foxglove WebSocket protocol (foxglove.websocket.v1, foxglove.sdk.v1), as far as a read-only
// server needs them.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/base/time.hpp"
#include "shim/foxglove/channel.hpp"

namespace tripline::foxglove_live {

/// `serverInfo`: who we are, and that we can do nothing but tell.
std::string server_info(std::string_view name, std::string_view session_id);
/// `advertise`, with the binary schemas in base64.
std::string advertise(std::span<const Channel> channels);
/// `status` of the level "error": shown to the client's user.
std::string complaint(std::string_view message);

/// What a client asks for.
struct ClientRequest {
  std::vector<std::pair<std::uint32_t, std::size_t>> subscribe;  ///< subscription id, channel
  std::vector<std::uint32_t> unsubscribe;                        ///< subscription ids
};

/// Errors: kBadData for what is not of the protocol, kUnavailable for what a read-only server does not do.
Result<ClientRequest> parse_request(std::string_view text);

/// What stands before the payload of a message: 0x01, u32 subscription, u64 ns; little-endian.
std::array<std::uint8_t, 13> message_head(std::uint32_t subscription, nanoseconds since_1970);

}  // namespace tripline::foxglove_live
