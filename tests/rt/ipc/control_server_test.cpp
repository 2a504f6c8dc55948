// The control socket over a real ZeroMQ ipc connection: what cannot be read is answered, never obeyed.
#include "rt/ipc/control_server.hpp"

#include <gtest/gtest.h>

#include "rt/base/limits.hpp"
#include "rt/base/time.hpp"
#include "rt/ipc/aligned.hpp"
#include "schemas/control_reply_generated.h"
#include "tests/rt/ipc/scratch_run_dir.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

class ControlServerTest : public ::testing::Test {
 protected:
  ControlServerTest() {
    auto bound = ControlServer::bind(context_, scratch_.dir());
    RT_CHECK(bound.has_value());
    server_.emplace(std::move(*bound));
    client_.set(zmq::sockopt::linger, 0);
    client_.set(zmq::sockopt::rcvtimeo, 50);
    client_.connect(scratch_.dir().control_endpoint());
  }
  wire::ControlReplyT ask(const void* bytes, std::size_t size) {
    client_.send(zmq::buffer(bytes, size), zmq::send_flags::none);
    zmq::message_t reply;
    const auto deadline = MonoClock::now() + 10s;
    while (MonoClock::now() < deadline) {
      server_->serve(10ms, [this](const ControlCommand& command) -> Result<std::string> {
        seen_.push_back(command);
        if (command.path == "bad") return Error{ExitCode::kBadConfig, "bad: no such field"};
        return "done " + command.path;
      });
      if (client_.recv(reply)) break;
    }
    align(reply);
    wire::ControlReplyT unpacked;
    wire::GetControlReply(reply.data())->UnPackTo(&unpacked);
    return unpacked;
  }
  wire::ControlReplyT ask(const std::string& path) {
    flatbuffers::FlatBufferBuilder builder;
    const auto text = builder.CreateString(path);
    builder.Finish(wire::CreateControlRequest(builder, 9, wire::Verb::get, text));
    return ask(builder.GetBufferPointer(), builder.GetSize());
  }

  ScratchRunDir scratch_{"control"};
  zmq::context_t context_;
  std::optional<ControlServer> server_;
  zmq::socket_t client_{context_, zmq::socket_type::dealer};
  std::vector<ControlCommand> seen_;
};

TEST_F(ControlServerTest, AnswersWithTheHandlersValue) {
  const auto reply = ask("trigger.threshold");
  EXPECT_FALSE(reply.ok) << "a request without the file identifier is not a ControlRequest";
  flatbuffers::FlatBufferBuilder builder;
  const auto text = builder.CreateString("trigger.threshold");
  wire::FinishControlRequestBuffer(builder, wire::CreateControlRequest(builder, 9, wire::Verb::get, text));
  const auto good = ask(builder.GetBufferPointer(), builder.GetSize());
  EXPECT_TRUE(good.ok);
  EXPECT_EQ(good.request_id, 9U);
  EXPECT_EQ(good.value, "done trigger.threshold");
}

TEST_F(ControlServerTest, PassesTheHandlersRefusalOn) {
  flatbuffers::FlatBufferBuilder builder;
  const auto text = builder.CreateString("bad");
  wire::FinishControlRequestBuffer(builder, wire::CreateControlRequest(builder, 3, wire::Verb::set, text, text));
  const auto reply = ask(builder.GetBufferPointer(), builder.GetSize());
  EXPECT_FALSE(reply.ok);
  EXPECT_EQ(reply.error, "bad: no such field");
  EXPECT_EQ(reply.code, static_cast<int>(ExitCode::kBadConfig));
}

TEST_F(ControlServerTest, PassesChangesOn) {
  wire::ControlRequestT request;
  request.verb = wire::Verb::patch;
  request.run_id = 7;
  request.revision = 3;
  request.dry_run = true;
  for (const auto* json : {"40", ""}) {
    request.changes.push_back(std::make_unique<wire::ConfigChangeT>());
    request.changes.back()->path = "trigger.threshold";
    request.changes.back()->value = json;
  }
  flatbuffers::FlatBufferBuilder builder;
  wire::FinishControlRequestBuffer(builder, wire::ControlRequest::Pack(builder, &request));
  EXPECT_TRUE(ask(builder.GetBufferPointer(), builder.GetSize()).ok);
  ASSERT_EQ(seen_.size(), 1U);
  EXPECT_EQ(seen_[0].run_id, 7U);
  EXPECT_EQ(seen_[0].revision, 3U);
  EXPECT_TRUE(seen_[0].dry_run);
  ASSERT_EQ(seen_[0].changes.size(), 2U);
  EXPECT_EQ(seen_[0].changes[0].json, "40");
  EXPECT_EQ(seen_[0].changes[1].json, std::nullopt);
}

TEST_F(ControlServerTest, RefusesGarbageWithoutAskingTheHandler) {
  const std::string garbage(200, '\x5a');
  const auto reply = ask(garbage.data(), garbage.size());
  EXPECT_FALSE(reply.ok);
  EXPECT_EQ(reply.request_id, 0U);
  EXPECT_TRUE(seen_.empty());
}

TEST_F(ControlServerTest, RefusesAVerbItDoesNotKnow) {
  flatbuffers::FlatBufferBuilder builder;
  wire::FinishControlRequestBuffer(builder, wire::CreateControlRequest(builder, 3, static_cast<wire::Verb>(200)));
  EXPECT_FALSE(ask(builder.GetBufferPointer(), builder.GetSize()).ok);
  EXPECT_TRUE(seen_.empty());
}

}  // namespace
}  // namespace tripline
