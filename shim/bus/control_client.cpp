#include "shim/bus/control_client.hpp"

#include <flatbuffers/flatbuffers.h>
#include <fmt/format.h>

#include <optional>

#include "rt/base/time.hpp"
#include "schemas/control_reply_generated.h"

namespace tripline {
namespace {

using std::chrono::milliseconds;

zmq::message_t pack(std::uint64_t request_id, wire::Verb verb, std::string_view path, std::string_view value) {
  flatbuffers::FlatBufferBuilder builder;
  const auto path_at = builder.CreateString(path.data(), path.size());
  const auto value_at = builder.CreateString(value.data(), value.size());
  wire::FinishControlRequestBuffer(builder, wire::CreateControlRequest(builder, request_id, verb, path_at, value_at));
  return {builder.GetBufferPointer(), builder.GetSize()};
}

zmq::socket_t connect(zmq::context_t& context, const RunDir& run_dir) {
  zmq::socket_t socket(context, zmq::socket_type::dealer);
  socket.set(zmq::sockopt::linger, 0);
  // Only to a core that is there: a command must never wait for one that starts later.
  socket.set(zmq::sockopt::immediate, true);
  socket.connect(run_dir.control_endpoint());
  return socket;
}

// The socket is ready for `what`, before the deadline. Signals do not end the wait.
bool wait_for(zmq::socket_t& socket, short what, MonoTime deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - MonoClock::now());
    if (left <= milliseconds::zero()) return false;
    zmq::pollitem_t item{socket.handle(), 0, what, 0};
    if (::zmq_poll(&item, 1, left.count()) > 0) return true;
  }
}

const wire::ControlReply* reply_in(const zmq::message_t& message) {
  flatbuffers::Verifier verifier(static_cast<const std::uint8_t*>(message.data()), message.size());
  return wire::VerifyControlReplyBuffer(verifier) ? wire::GetControlReply(message.data()) : nullptr;
}

std::string text(const flatbuffers::String* string) { return string == nullptr ? std::string() : string->str(); }

ExitCode refusal_code(wire::Verb verb) {
  const bool about_config = verb == wire::Verb::set || verb == wire::Verb::reset || verb == wire::Verb::get;
  return about_config ? ExitCode::kBadConfig : ExitCode::kFailure;
}

Result<std::string> outcome(const wire::ControlReply& reply, wire::Verb verb) {
  if (reply.ok()) return text(reply.value());
  return Error{refusal_code(verb), text(reply.error())};
}

// The outcome, when this message is the answer to this request and no late answer to an earlier one.
std::optional<Result<std::string>> read_reply(const zmq::message_t& message, std::uint64_t request_id,
                                              wire::Verb verb) {
  // A copy of our own is aligned, which FlatBuffers needs.
  const zmq::message_t aligned(message.data(), message.size());
  const auto* reply = reply_in(aligned);
  if (reply == nullptr || (reply->request_id() != request_id && reply->request_id() != 0)) return std::nullopt;
  return outcome(*reply, verb);
}

Error no_answer(const RunDir& run_dir) {
  return {ExitCode::kUnavailable, fmt::format("core does not answer on {}; is it running? `tripline status`",
                                              (run_dir.path / "control.sock").string())};
}

}  // namespace

Result<std::string> ControlClient::request(wire::Verb verb, std::string_view path, std::string_view value,
                                           milliseconds timeout) {
  const auto deadline = MonoClock::now() + timeout;
  const auto request_id = ++last_request_id_;
  auto message = pack(request_id, verb, path, value);
  if (message.size() > limits::kControlBytes)
    return Error{ExitCode::kUsage, fmt::format("request of {} bytes is too long; at most {} bytes", message.size(),
                                               limits::kControlBytes)};
  auto socket = connect(context_, run_dir_);
  if (!wait_for(socket, ZMQ_POLLOUT, deadline)) return no_answer(run_dir_);
  if (::zmq_msg_send(message.handle(), socket.handle(), ZMQ_DONTWAIT) < 0) return no_answer(run_dir_);
  while (wait_for(socket, ZMQ_POLLIN, deadline)) {
    zmq::message_t answer;
    if (::zmq_msg_recv(answer.handle(), socket.handle(), ZMQ_DONTWAIT) < 0) continue;
    if (auto result = read_reply(answer, request_id, verb)) return std::move(*result);
  }
  return no_answer(run_dir_);
}

}  // namespace tripline
