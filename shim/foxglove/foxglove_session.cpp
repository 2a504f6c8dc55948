#include "shim/foxglove/foxglove_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "schemas/status_generated.h"
#include "shim/foxglove/compressed_image.hpp"
#include "shim/foxglove/log_line.hpp"

namespace tripline::foxglove_live {
namespace {

constexpr auto kStatus = topic_place("status");

/// Every event begins with its header.
nanoseconds made_at(const LiveMessage& event) {
  constexpr flatbuffers::voffset_t kHeaderField = 4;  // the first field of a table (FlatBuffers, internals)
  const auto* root = flatbuffers::GetRoot<flatbuffers::Table>(event.bytes.data());
  return nanoseconds(root->GetStruct<const wire::Header*>(kHeaderField)->mono_ns());
}

nanoseconds offset_of(const std::optional<LiveMessage>& status) {
  return nanoseconds(status ? wire::GetStatus(status->bytes.data())->realtime_offset_ns() : 0);
}

}  // namespace

FoxgloveSession::FoxgloveSession(LiveFeed& feed, SocketPort& port, std::string_view server_name,
                                 std::string_view session_id)
    : feed_(feed), port_(port), channels_(all_channels()) {
  say(server_info(server_name, session_id));
  say(advertise(channels_));
  feed_.join(*this);
  choose();
}

FoxgloveSession::~FoxgloveSession() { feed_.leave(*this); }

void FoxgloveSession::say(std::string text) {
  const auto shared = std::make_shared<const std::string>(std::move(text));
  LiveMessage message;
  message.is_text = true;
  message.worth = LiveWorth::kEvent;
  message.bytes = {reinterpret_cast<const std::uint8_t*>(shared->data()), shared->size()};
  message.owner = shared;
  port_.send(std::move(message));
}

void FoxgloveSession::receive(const SocketMessage& message) {
  if (!message.is_text) return say(complaint("this server only tells; it takes no data"));
  const auto request = parse_request(message.bytes);
  if (!request) return say(complaint(request.error().message));
  unsubscribe(*request);
  if (const auto done = subscribe(*request); !done) say(complaint(done.error().message));
  choose();
}

Result<void> FoxgloveSession::subscribe(const ClientRequest& request) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, channel] : request.subscribe) {
    if (subscriptions_[channel])
      return Error{ExitCode::kInUse, fmt::format("channel {} is subscribed to already", channels_[channel].name)};
    if (std::find(subscriptions_.begin(), subscriptions_.end(), id) != subscriptions_.end())
      return Error{ExitCode::kInUse, fmt::format("subscription {} exists already", id)};
    subscriptions_[channel] = id;
    if (channel == kStatus && status_) port_.send(*status_);  // retained, and the feed has sent it to us already
  }
  return {};
}

void FoxgloveSession::unsubscribe(const ClientRequest& request) {
  const std::lock_guard lock(mutex_);
  for (auto& subscription : subscriptions_)
    if (subscription &&
        std::find(request.unsubscribe.begin(), request.unsubscribe.end(), *subscription) != request.unsubscribe.end())
      subscription.reset();
}

void FoxgloveSession::choose() {
  Subscription wish;
  wish.topics.set(kStatus);
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t channel = 0; channel < kChannelCount; ++channel)
      if (subscriptions_[channel]) wish.topics.set(channels_[channel].topic);
  }
  feed_.choose(*this, wish, MonoClock::now());
}

void FoxgloveSession::deliver(LiveMessage message) {
  if (message.is_text) return;  // about the core, for our own page
  const auto topic = message.slot;
  const std::lock_guard lock(mutex_);
  if (topic == kStatus) status_ = message;
  for (std::size_t channel = 0; channel < kChannelCount; ++channel) {
    if (channels_[channel].topic != topic || !subscriptions_[channel]) continue;
    auto copy = message;
    copy.slot = channel;
    port_.send(std::move(copy));
  }
}

std::span<const std::uint8_t> FoxgloveSession::wire(const LiveMessage& message) {
  if (message.is_text) return message.bytes;
  std::optional<std::uint32_t> subscription;
  nanoseconds offset{};
  {
    const std::lock_guard lock(mutex_);
    subscription = subscriptions_[message.slot];
    offset = offset_of(status_);
  }
  if (!subscription) return {};  // no longer
  const auto bytes = payload(channels_[message.slot], message, offset);
  if (bytes.empty()) return {};
  const auto head = message_head(*subscription, made_at(message) + offset);
  buffer_.assign(head.begin(), head.end());
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  return buffer_;
}

std::span<const std::uint8_t> FoxgloveSession::payload(const Channel& channel, const LiveMessage& message,
                                                       nanoseconds offset) {
  switch (channel.shape) {
    case Shape::kAsIs:
      return message.bytes;
    case Shape::kCompressedImage:
      return shaped_ = compressed_image(message.bytes, offset);
    case Shape::kLog:
      return shaped_ = log_line(message.bytes);
  }
  return {};
}

SocketEndpoint foxglove_endpoint(LiveFeed& feed, std::string server_name, std::string session_id) {
  return {"/foxglove",
          {"foxglove.sdk.v1", "foxglove.websocket.v1"},
          true,
          Role::kRead,
          [&feed, name = std::move(server_name), id = std::move(session_id)](SocketPort& port)
              -> std::unique_ptr<SocketSession> { return std::make_unique<FoxgloveSession>(feed, port, name, id); }};
}

}  // namespace tripline::foxglove_live
