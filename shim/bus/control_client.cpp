#include "shim/bus/control_client.hpp"

#include <flatbuffers/flatbuffers.h>
#include <fmt/format.h>

#include <optional>

#include "rt/base/time.hpp"
#include "rt/ipc/run_dir_trust.hpp"
#include "schemas/control_reply_generated.h"

namespace tripline {
namespace {

using std::chrono::milliseconds;

zmq::message_t pack(const wire::ControlRequestT& request) {
  flatbuffers::FlatBufferBuilder builder;
  wire::FinishControlRequestBuffer(builder, wire::ControlRequest::Pack(builder, &request));
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

// kUnavailable is for a core that does not answer; this one does.
ExitCode refusal_code(const wire::ControlReply& reply) {
  const auto code = static_cast<ExitCode>(reply.code());
  return code == ExitCode::kOk || code == ExitCode::kUnavailable ? ExitCode::kFailure : code;
}

Result<std::string> outcome(const wire::ControlReply& reply) {
  if (reply.ok()) return text(reply.value());
  return Error{refusal_code(reply), text(reply.error())};
}

// The outcome, when this message is the answer to this request and no late answer to an earlier one.
std::optional<Result<std::string>> read_reply(const zmq::message_t& message, std::uint64_t request_id) {
  // A copy of our own is aligned, which FlatBuffers needs.
  const zmq::message_t aligned(message.data(), message.size());
  const auto* reply = reply_in(aligned);
  if (reply == nullptr || (reply->request_id() != request_id && reply->request_id() != 0)) return std::nullopt;
  return outcome(*reply);
}

Error no_answer(const RunDir& run_dir) {
  return {ExitCode::kUnavailable, fmt::format("core does not answer on {}; is it running? `tripline status`",
                                              (run_dir.path / "control.sock").string())};
}

}  // namespace

Result<std::string> ControlClient::request(wire::Verb verb, std::string_view path, std::string_view value,
                                           milliseconds timeout) {
  wire::ControlRequestT request;
  request.verb = verb;
  request.path = path;
  request.value = value;
  return ask(request, timeout);
}

Result<std::string> ControlClient::change(wire::ControlRequestT request, milliseconds timeout) {
  return ask(request, timeout);
}

Result<std::string> ControlClient::ask(wire::ControlRequestT& request, milliseconds timeout) {
  const auto deadline = MonoClock::now() + timeout;
  request.request_id = ++last_request_id_;
  auto message = pack(request);
  if (message.size() > limits::kControlBytes)
    return Error{ExitCode::kUsage, fmt::format("request of {} bytes is too long; at most {} bytes", message.size(),
                                               limits::kControlBytes)};
  if (const auto trusted = check_run_dir(run_dir_); !trusted)
    return trusted.error().code == ExitCode::kUnavailable ? no_answer(run_dir_) : trusted.error();
  auto socket = connect(context_, run_dir_);
  if (!wait_for(socket, ZMQ_POLLOUT, deadline)) return no_answer(run_dir_);
  if (::zmq_msg_send(message.handle(), socket.handle(), ZMQ_DONTWAIT) < 0) return no_answer(run_dir_);
  while (wait_for(socket, ZMQ_POLLIN, deadline)) {
    zmq::message_t answer;
    if (::zmq_msg_recv(answer.handle(), socket.handle(), ZMQ_DONTWAIT) < 0) continue;
    if (auto result = read_reply(answer, request.request_id)) return std::move(*result);
  }
  return no_answer(run_dir_);
}

}  // namespace tripline
