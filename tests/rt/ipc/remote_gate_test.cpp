// The event socket over TCP, with real sockets on both ends: listed keys hear events, strangers nothing.
#include "rt/ipc/remote_gate.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include "rt/base/time.hpp"
#include "rt/ipc/event_publisher.hpp"
#include "schemas/log_generated.h"
#include "tests/rt/ipc/scratch_run_dir.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

class RemoteGateTest : public testing::Test {
 protected:
  RemoteGateTest() {
    auto bound = EventPublisher::bind(context_, scratch_.dir(), 42);
    RT_CHECK(bound.has_value());
    publisher_.emplace(std::move(*bound));
    RT_CHECK(publisher_->open_remote(context_, {"tcp://127.0.0.1:*", server_, {{client_.public_key, "logger"}}})
                 .has_value());
  }

  /// A subscriber with a context of its own, as on another machine.
  struct Peer {
    zmq::context_t context{1};
    zmq::socket_t socket{context, zmq::socket_type::sub};
  };
  void connect(Peer& peer, const std::string& endpoint) const {
    peer.socket.set(zmq::sockopt::linger, 0);
    peer.socket.set(zmq::sockopt::subscribe, "");
    peer.socket.connect(endpoint);
  }
  void connect(Peer& peer, const CurvePair& own, const CurveKey& server) const {
    peer.socket.set(zmq::sockopt::curve_serverkey, zmq::buffer(server));
    peer.socket.set(zmq::sockopt::curve_publickey, zmq::buffer(own.public_key));
    peer.socket.set(zmq::sockopt::curve_secretkey, zmq::buffer(own.secret_key));
    connect(peer, publisher_->remote_endpoint());
  }

  /// Publishes and serves until `reached`; false after some seconds.
  bool publish_until(const std::function<bool()>& reached) {
    for (const auto deadline = MonoClock::now() + 10s; MonoClock::now() < deadline;) {
      publish();
      publisher_->serve_subscriptions(5ms);
      if (reached()) return true;
    }
    return false;
  }
  void publish() {
    flatbuffers::FlatBufferBuilder builder;
    const auto header = publisher_->next_header("log");
    const auto text = builder.CreateString("x");
    wire::FinishLogBuffer(builder, wire::CreateLog(builder, &header, wire::LogLevel::info, text, text, 1));
    publisher_->publish("log", builder);
  }
  static bool hears(Peer& peer) {
    zmq::message_t message;
    return peer.socket.recv(message, zmq::recv_flags::dontwait).has_value();
  }
  /// The stranger is turned away, while a listed client beside it hears everything.
  void expect_nothing(Peer& stranger, std::string_view why) {
    Peer listed;
    connect(listed, client_, server_.public_key);
    EXPECT_TRUE(publish_until([&] { return hears(listed); }));
    EXPECT_TRUE(publish_until([&] { return publisher_->gate()->refused() >= 1; }));
    EXPECT_NE(publisher_->gate()->newest_refusal().find(why), std::string::npos)
        << publisher_->gate()->newest_refusal();
    EXPECT_FALSE(hears(stranger));
  }

  ScratchRunDir scratch_{"gate"};
  zmq::context_t context_;
  const CurvePair server_ = make_curve_pair();
  const CurvePair client_ = make_curve_pair();
  std::optional<EventPublisher> publisher_;
};

TEST_F(RemoteGateTest, LetsAListedKeyHearEvents) {
  Peer peer;
  connect(peer, client_, server_.public_key);
  EXPECT_TRUE(publish_until([&] { return hears(peer); }));
  EXPECT_EQ(publisher_->gate()->refused(), 0U);
}

TEST_F(RemoteGateTest, AsksNoKeyInTheRunDirectory) {
  Peer peer;
  connect(peer, scratch_.dir().events_endpoint());
  EXPECT_TRUE(publish_until([&] { return hears(peer); }));
}

TEST_F(RemoteGateTest, TurnsAwayAKeyThatIsNotListed) {
  Peer stranger;
  connect(stranger, make_curve_pair(), server_.public_key);
  expect_nothing(stranger, "its key is not listed");
}

TEST_F(RemoteGateTest, TurnsAwayWhoExpectsAnotherServer) {
  Peer stranger;
  connect(stranger, client_, make_curve_pair().public_key);
  expect_nothing(stranger, "another server's key");
}

TEST_F(RemoteGateTest, TurnsAwayWhoSpeaksInTheClear) {
  Peer stranger;
  connect(stranger, publisher_->remote_endpoint());
  expect_nothing(stranger, "speaks no CURVE");
}

TEST_F(RemoteGateTest, TurnsAwayAnotherMechanism) {
  Peer stranger;
  stranger.socket.set(zmq::sockopt::plain_username, "logger");
  stranger.socket.set(zmq::sockopt::plain_password, "logger");
  connect(stranger, publisher_->remote_endpoint());
  expect_nothing(stranger, "speaks no CURVE");
}

TEST_F(RemoteGateTest, SaysThatThePortIsTaken) {
  const ScratchRunDir other("gate-2");
  zmq::context_t context;
  auto second = EventPublisher::bind(context, other.dir(), 43);
  ASSERT_TRUE(second);
  const auto opened =
      second->open_remote(context, {publisher_->remote_endpoint(), server_, {{client_.public_key, "x"}}});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ExitCode::kInUse);
  EXPECT_NE(opened.error().message.find("another process listens there"), std::string::npos);
}

TEST_F(RemoteGateTest, SaysThatAnAddressIsNone) {
  const ScratchRunDir other("gate-3");
  zmq::context_t context;
  auto second = EventPublisher::bind(context, other.dir(), 44);
  const auto opened = second->open_remote(context, {"tcp://192.0.2.1:5557", server_, {{client_.public_key, "x"}}});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ExitCode::kCannotCreate);
  EXPECT_EQ(second->remote_endpoint(), "");
}

}  // namespace
}  // namespace tripline
