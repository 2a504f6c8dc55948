// LivePage: a page on /ws: chooses topics and rates, gets the very bytes of the events, and texts about the core.
#pragma once

#include "shim/api/live_feed.hpp"
#include "shim/api/socket_session.hpp"

namespace tripline {

/// In the feed as long as it lives. Lifetime: `feed` and `port` outlive it.
class LivePage final : public SocketSession, private LiveSink {
 public:
  LivePage(LiveFeed& feed, SocketPort& port);
  ~LivePage() override;
  LivePage(const LivePage&) = delete;
  LivePage& operator=(const LivePage&) = delete;

  void receive(const SocketMessage& message) override;

 private:
  void deliver(LiveMessage message) override { port_.send(std::move(message)); }

  LiveFeed& feed_;
  SocketPort& port_;
};

/// `/ws`, subprotocol `tripline.v1` or none. Lifetime: `feed` outlives it.
SocketEndpoint live_page_endpoint(LiveFeed& feed);

}  // namespace tripline
