// The event socket over a real ZeroMQ ipc connection.
#include "rt/ipc/event_publisher.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "rt/base/time.hpp"
#include "rt/ipc/aligned.hpp"
#include "schemas/log_generated.h"
#include "tests/rt/ipc/scratch_run_dir.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

class EventPublisherTest : public ::testing::Test {
 protected:
  EventPublisherTest() {
    auto bound = EventPublisher::bind(context_, scratch_.dir(), 42);
    RT_CHECK(bound.has_value());
    publisher_.emplace(std::move(*bound));
  }
  zmq::socket_t subscribe(const std::string& key) {
    zmq::socket_t socket(context_, zmq::socket_type::sub);
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::rcvtimeo, 10'000);
    socket.set(zmq::sockopt::subscribe, key);
    socket.connect(scratch_.dir().events_endpoint());
    return socket;
  }
  void serve_until(bool wanted, const char* key) {
    const auto deadline = MonoClock::now() + 10s;
    while (publisher_->wanted(key) != wanted && MonoClock::now() < deadline) publisher_->serve_subscriptions(10ms);
    ASSERT_EQ(publisher_->wanted(key), wanted);
  }
  void publish(std::string_view key) {
    flatbuffers::FlatBufferBuilder builder;
    const auto header = publisher_->next_header(key);
    const auto text = builder.CreateString("x");
    wire::FinishLogBuffer(builder, wire::CreateLog(builder, &header, wire::LogLevel::info, text, text, 1));
    publisher_->publish(key, builder);
  }
  static std::uint64_t sequence_of(zmq::socket_t& socket, std::string& key) {
    zmq::message_t topic, body;
    if (!socket.recv(topic) || !socket.recv(body)) return 0;
    align(body);
    key = topic.to_string();
    return wire::GetLog(body.data())->header()->sequence();
  }

  ScratchRunDir scratch_{"events"};
  zmq::context_t context_;
  std::optional<EventPublisher> publisher_;
  std::string key_;
};

TEST_F(EventPublisherTest, NumbersEachTopicFromOneWithoutHoles) {
  auto reader = subscribe("log");
  serve_until(true, "log");
  for (std::uint64_t i = 1; i <= 3; ++i) {
    publish("log");
    EXPECT_EQ(sequence_of(reader, key_), i);
    EXPECT_EQ(key_, "log");
  }
}

TEST_F(EventPublisherTest, SendsTheNewestRetainedEventToALateSubscriber) {
  publish("status");
  publish("status");
  auto late = subscribe("status");
  serve_until(true, "status");
  EXPECT_EQ(sequence_of(late, key_), 2U);
}

TEST_F(EventPublisherTest, KnowsWhetherAnybodyLooksAtThePreview) {
  EXPECT_FALSE(publisher_->wanted("frame/preview"));
  {
    auto shots = subscribe("frame/shot");
    serve_until(true, "frame/shot");
    EXPECT_FALSE(publisher_->wanted("frame/preview"));
    auto all_frames = subscribe("frame");
    serve_until(true, "frame/preview");
  }
  serve_until(false, "frame/preview");
}

TEST_F(EventPublisherTest, RefusesADirectoryItCannotBindIn) {
  const auto bound = EventPublisher::bind(context_, {"/nonexistent/dir"}, 1);
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().code, ExitCode::kCannotCreate);
}

TEST(VerifyEvent, RefusesGarbageShortAndForeignBuffers) {
  const auto topic = *find_topic("log");
  const std::string garbage(64, '\x7f');
  EXPECT_FALSE(verify_event(topic, garbage.data(), garbage.size()));
  EXPECT_FALSE(verify_event(topic, garbage.data(), 3));
  flatbuffers::FlatBufferBuilder builder;
  const wire::Header header(1, 2, 3);
  const auto text = builder.CreateString("x");
  wire::FinishLogBuffer(builder, wire::CreateLog(builder, &header, wire::LogLevel::info, text, text, 1));
  EXPECT_TRUE(verify_event(topic, builder.GetBufferPointer(), builder.GetSize()));
  EXPECT_FALSE(verify_event(*find_topic("shot"), builder.GetBufferPointer(), builder.GetSize()));
  EXPECT_FALSE(verify_event(topic, builder.GetBufferPointer(), builder.GetSize() - 8));
}

TEST(EventSocket, IsItsOwnersAndItsGroupsFromTheFirstMoment) {
  const ScratchRunDir scratch("mode");
  zmq::context_t context;
  for (const mode_t careless : {0U, 0077U}) {
    const auto before = ::umask(careless);
    const auto events = EventPublisher::bind(context, scratch.dir(), 1);
    EXPECT_EQ(::umask(before), careless) << "it is put back";
    ASSERT_TRUE(events);
    struct stat socket {};
    ASSERT_EQ(::stat((scratch.dir().path / "events.sock").c_str(), &socket), 0);
    EXPECT_EQ(socket.st_mode & 07777U, 0660U);
  }
}

}  // namespace
}  // namespace tripline
