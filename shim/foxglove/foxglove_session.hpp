// FoxgloveSession: a viewer of the Foxglove family on /foxglove: told of all channels, gets those that it subscribes
// to.
#pragma once

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "shim/api/live_feed.hpp"
#include "shim/api/socket_session.hpp"
#include "shim/foxglove/channel.hpp"
#include "shim/foxglove/protocol.hpp"

namespace tripline::foxglove_live {

/// Read-only. In the feed as long as it lives. Lifetime: `feed` and `port` outlive it. Thread: the connection's;
/// events arrive on the bus's.
class FoxgloveSession final : public SocketSession, private LiveSink {
 public:
  FoxgloveSession(LiveFeed& feed, SocketPort& port, std::string_view server_name, std::string_view session_id);
  ~FoxgloveSession() override;
  FoxgloveSession(const FoxgloveSession&) = delete;
  FoxgloveSession& operator=(const FoxgloveSession&) = delete;

  void receive(const SocketMessage& message) override;
  std::span<const std::uint8_t> wire(const LiveMessage& message) override;

 private:
  void deliver(LiveMessage message) override;
  void say(std::string text);
  Result<void> subscribe(const ClientRequest& request);
  void unsubscribe(const ClientRequest& request);
  void choose();
  std::span<const std::uint8_t> payload(const Channel& channel, const LiveMessage& message, nanoseconds offset);

  LiveFeed& feed_;
  SocketPort& port_;
  const std::array<Channel, kChannelCount> channels_;
  std::vector<std::uint8_t> shaped_;  ///< of the newest message
  std::vector<std::uint8_t> buffer_;  ///< the newest message on the wire

  std::mutex mutex_;
  std::array<std::optional<std::uint32_t>, kChannelCount> subscriptions_{};  ///< ids, by channel
  std::optional<LiveMessage> status_;                                        ///< the newest; tells the time
};

/// `/foxglove`. `server_name` is what viewers show. Lifetime: `feed` outlives it.
SocketEndpoint foxglove_endpoint(LiveFeed& feed, std::string server_name, std::string session_id);

}  // namespace tripline::foxglove_live
