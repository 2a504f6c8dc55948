#include "tests/shim/support/fake_core.hpp"

#include <utility>

namespace tripline::test {

FakePublisher::FakePublisher(const RunDir& run_dir) {
  socket_.set(zmq::sockopt::linger, 0);
  socket_.set(zmq::sockopt::rcvtimeo, 10'000);
  socket_.bind(run_dir.events_endpoint());
}

void FakePublisher::send(std::string_view key, const Bytes& bytes) {
  socket_.send(zmq::buffer(key), zmq::send_flags::sndmore);
  socket_.send(zmq::buffer(bytes), zmq::send_flags::none);
}

bool FakePublisher::wait_for_wish(const std::string& wish) {
  for (zmq::message_t message; socket_.recv(message);)
    if (message.to_string_view() == wish) return true;
  return false;
}

FakeControl::FakeControl(const RunDir& run_dir, Answer answer) : answer_(std::move(answer)) {
  socket_.set(zmq::sockopt::linger, 0);
  socket_.bind(run_dir.control_endpoint());
  thread_ = std::thread([this] { serve(); });
}

FakeControl::~FakeControl() {
  context_.shutdown();
  thread_.join();
}

void FakeControl::serve() try {
  for (;;) {
    zmq::message_t client;
    zmq::message_t body;
    if (!socket_.recv(client) || !socket_.recv(body)) continue;
    const zmq::message_t aligned(body.data(), body.size());
    wire::ControlRequestT request;
    wire::GetControlRequest(aligned.data())->UnPackTo(&request);
    const auto reply = answer_(request);
    flatbuffers::FlatBufferBuilder builder;
    wire::FinishControlReplyBuffer(builder, wire::ControlReply::Pack(builder, &reply));
    socket_.send(client, zmq::send_flags::sndmore);
    socket_.send(zmq::const_buffer(builder.GetBufferPointer(), builder.GetSize()), zmq::send_flags::none);
  }
} catch (const zmq::error_t&) {
  socket_.close();  // the context was shut down: the test is over
}

}  // namespace tripline::test
