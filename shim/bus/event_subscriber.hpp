// EventSubscriber: a reader's end of the core's event socket; what comes out is verified and counted.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <zmq.hpp>

#include "rt/base/time.hpp"
#include "rt/ipc/curve_key.hpp"
#include "rt/ipc/run_dir.hpp"
#include "rt/ipc/topic.hpp"
#include "shim/bus/sequence_watch.hpp"

namespace tripline {

/// One verified event: `bytes()` may be read with the generated code of `topic.schema` at once.
struct Event {
  Topic topic{};
  zmq::message_t message;      ///< owns the bytes, as they came from the wire
  std::uint64_t sequence = 0;  ///< position in its topic
  std::uint64_t run_id = 0;    ///< run of the core that made it
  MonoTime made_at;            ///< when the core made it

  std::span<const std::uint8_t> bytes() const noexcept {
    return {static_cast<const std::uint8_t*>(message.data()), message.size()};
  }
};

/// The event socket of a core on another machine: encrypted, and both ends know each other's key.
struct RemoteEvents {
  std::string endpoint;   ///< tcp://host:port
  CurveKey server_key{};  ///< the core's public key
  CurvePair own{};        ///< of which the core lists the public one
};

/// What a reader saw and missed since it was made.
struct BusCounts {
  std::uint64_t received = 0;  ///< events handed out
  std::uint64_t rejected = 0;  ///< messages that were too big, malformed or of an unknown topic
  std::uint64_t repeated = 0;  ///< retained events that came again because another reader subscribed
  std::uint64_t runs = 0;      ///< runs of the core seen; more than one: it was restarted
  std::array<std::uint64_t, kTopics.size()> lost{};  ///< events missed, by place of the topic in kTopics

  std::uint64_t lost_total() const noexcept;
};

/// May be made before the core runs and before its run directory is there, and outlives both: the connection comes back
/// by itself. A run directory that check_run_dir() refuses is not connected to, and a line says why.
/// Thread: one. Repeated events are counted, not handed out.
class EventSubscriber {
 public:
  explicit EventSubscriber(const RunDir& run_dir);
  /// Throws zmq::error_t for an endpoint that ZeroMQ does not understand.
  explicit EventSubscriber(const RemoteEvents& remote);

  /// Adds a topic key, or a prefix of several; "" is everything. Retained topics arrive again soon after.
  void subscribe(const std::string& key);
  void unsubscribe(const std::string& key);

  /// The next event, or nothing within `timeout` (or when a signal interrupts the wait).
  std::optional<Event> receive(std::chrono::milliseconds timeout);

  const BusCounts& counts() const noexcept { return counts_; }

 private:
  EventSubscriber();
  void look_at_run_dir(MonoTime now);
  void tell_distrust(const std::string& why);
  std::optional<Event> take();
  std::optional<Event> accept(std::string_view key, zmq::message_t body);

  zmq::context_t context_{1};
  zmq::socket_t socket_;
  std::optional<RunDir> run_dir_;  ///< nothing: of another machine
  bool connected_ = false;         ///< to the run directory's socket, as far as ZeroMQ is told
  MonoTime looked_at_{};
  std::string distrust_;
  std::set<std::string> keys_;
  SequenceWatch watch_;
  BusCounts counts_;
};

}  // namespace tripline
