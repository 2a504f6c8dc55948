#include "shim/api/live_page.hpp"

#include "shim/api/subscription.hpp"

namespace tripline {

LivePage::LivePage(LiveFeed& feed, SocketPort& port) : feed_(feed), port_(port) { feed_.join(*this); }

LivePage::~LivePage() { feed_.leave(*this); }

void LivePage::receive(const SocketMessage& message) {
  if (!message.is_text) return port_.close(CloseCode::kBadData, "only texts are taken");
  const auto subscription = parse_subscription(message.bytes);
  if (!subscription) return port_.close(CloseCode::kBadData, subscription.error().message);
  feed_.choose(*this, *subscription, MonoClock::now());
}

SocketEndpoint live_page_endpoint(LiveFeed& feed) {
  return {"/ws", {"tripline.v1"}, false, Role::kRead, [&feed](SocketPort& port) -> std::unique_ptr<SocketSession> {
            return std::make_unique<LivePage>(feed, port);
          }};
}

}  // namespace tripline
