// The event socket: binds XPUB, numbers every event, keeps the newest of each retained topic for late subscribers.
#pragma once

#include <flatbuffers/flatbuffers.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <zmq.hpp>

#include "rt/base/result.hpp"
#include "rt/ipc/remote_gate.hpp"
#include "rt/ipc/run_dir.hpp"
#include "rt/ipc/topic.hpp"
#include "schemas/common_generated.h"

namespace tripline {

/// Thread: one (tl-publish). A slow subscriber loses messages beyond limits::kEventHighWater; nobody else notices.
class EventPublisher {
 public:
  /// Errors: kCannotCreate when the socket cannot be bound.
  static Result<EventPublisher> bind(zmq::context_t& context, const RunDir& dir, std::uint64_t run_id);

  /// Lets listed subscribers of other machines in. Errors: kInUse for a taken port; kCannotCreate.
  Result<void> open_remote(zmq::context_t& context, RemoteAccess access);
  /// Where remote subscribers connect: the port that was really bound; "" while nobody can.
  const std::string& remote_endpoint() const noexcept { return remote_endpoint_; }
  /// Null while nobody can connect from elsewhere.
  const RemoteGate* gate() const noexcept { return gate_.get(); }

  /// The header of the next event under `key`, which must be published next under that key.
  wire::Header next_header(std::string_view key);
  /// Sends a finished buffer.
  void publish(std::string_view key, const flatbuffers::FlatBufferBuilder& built);
  /// Takes news of subscriptions, waiting at most `wait`, and sends retained events to who came late.
  void serve_subscriptions(std::chrono::milliseconds wait);
  /// True while somebody subscribes to exactly this key or a prefix of it.
  bool wanted(std::string_view key) const;
  bool has_subscriber() const { return !subscriptions_.empty(); }
  /// Events sent under `key`.
  std::uint64_t sent(std::string_view key) const;

 private:
  EventPublisher(zmq::socket_t socket, std::uint64_t run_id) : socket_(std::move(socket)), run_id_(run_id) {}
  void take_subscription(const zmq::message_t& message);
  void send(std::string_view key, const void* bytes, std::size_t size);

  void wait(std::chrono::milliseconds wait);

  // The gate goes last: where nobody answers its questions, ZeroMQ lets every CURVE client in.
  std::unique_ptr<RemoteGate> gate_;
  zmq::socket_t socket_;
  std::string remote_endpoint_;
  std::uint64_t run_id_;
  std::array<std::uint64_t, kTopics.size()> sequence_{};
  std::array<std::string, kTopics.size()> retained_;
  std::map<std::string, int, std::less<>> subscriptions_;
};

/// Index of the row in kTopics. RT_CHECKs that it is there.
std::size_t topic_index(std::string_view key);

}  // namespace tripline
