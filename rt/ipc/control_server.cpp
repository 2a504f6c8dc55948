#include "rt/ipc/control_server.hpp"

#include <fmt/format.h>

#include <vector>

#include "rt/base/limits.hpp"
#include "rt/ipc/aligned.hpp"
#include "rt/ipc/private_umask.hpp"
#include "schemas/control_reply_generated.h"

namespace tripline {
namespace {

std::string text_of(const flatbuffers::String* text) { return text == nullptr ? std::string() : text->str(); }

Result<const wire::ControlRequest*> read_request(const zmq::message_t& message) {
  if (message.size() > limits::kControlBytes)
    return Error{ExitCode::kUsage,
                 fmt::format("request of {} bytes, at most {} are allowed", message.size(), limits::kControlBytes)};
  flatbuffers::Verifier verifier(message.data<std::uint8_t>(), message.size());
  if (message.size() < 8 || !wire::VerifyControlRequestBuffer(verifier))
    return Error{ExitCode::kUsage, "request is not a ControlRequest (schemas/control_request.fbs)"};
  const auto* request = wire::GetControlRequest(message.data());
  if (request->verb() > wire::Verb::MAX) return Error{ExitCode::kUsage, "request has a verb this core does not know"};
  return request;
}

ControlCommand command_of(const wire::ControlRequest& request) {
  ControlCommand command{request.verb(),   text_of(request.path()), text_of(request.value()), {},
                         request.run_id(), request.revision(),      request.dry_run()};
  if (request.changes() == nullptr) return command;
  for (const auto* change : *request.changes()) {
    const bool sets = change->value() != nullptr;
    command.changes.push_back({change->path()->str(), sets ? std::optional(change->value()->str()) : std::nullopt});
  }
  return command;
}

flatbuffers::FlatBufferBuilder make_reply(std::uint64_t request_id, const Result<std::string>& result) {
  flatbuffers::FlatBufferBuilder builder;
  builder.ForceDefaults(true);
  const auto error = builder.CreateString(result ? std::string() : result.error().message);
  const auto value = builder.CreateString(result ? *result : std::string());
  const auto code = static_cast<std::uint8_t>(result ? ExitCode::kOk : result.error().code);
  wire::FinishControlReplyBuffer(builder,
                                 wire::CreateControlReply(builder, request_id, result.has_value(), error, value, code));
  return builder;
}

}  // namespace

Result<ControlServer> ControlServer::bind(zmq::context_t& context, const RunDir& dir) try {
  zmq::socket_t socket(context, zmq::socket_type::router);
  socket.set(zmq::sockopt::linger, 0);
  socket.set(zmq::sockopt::maxmsgsize, std::int64_t{limits::kControlBytes});
  const PrivateUmask for_the_group_alone;
  socket.bind(dir.control_endpoint());
  return ControlServer(std::move(socket));
} catch (const zmq::error_t& error) {
  return Error{ExitCode::kCannotCreate,
               fmt::format("{}: cannot bind the control socket: {}; is the run directory writable?",
                           dir.control_endpoint(), error.what())};
}

void ControlServer::serve(std::chrono::milliseconds wait, const Handler& handler) {
  zmq::pollitem_t item{socket_.handle(), 0, ZMQ_POLLIN, 0};
  zmq::poll(&item, 1, wait);
  for (zmq::message_t peer; socket_.recv(peer, zmq::recv_flags::dontwait);) answer_one(handler, peer);
}

// A REQ client sends an empty frame before its request, a DEALER need not; the reply mirrors what came.
void ControlServer::answer_one(const Handler& handler, zmq::message_t& peer) {
  std::vector<zmq::message_t> frames;
  for (bool more = peer.more(); more;) {
    frames.emplace_back();
    if (!socket_.recv(frames.back(), zmq::recv_flags::dontwait)) return;
    more = frames.back().more();
  }
  if (frames.empty()) return;
  align(frames.back());
  const auto request = read_request(frames.back());
  std::uint64_t id = 0;
  Result<std::string> result = std::string();
  if (request) {
    id = (*request)->request_id();
    result = handler(command_of(**request));
  } else {
    result = request.error();
  }
  const auto reply = make_reply(id, result);
  socket_.send(peer, zmq::send_flags::sndmore);
  if (frames.size() > 1) socket_.send(zmq::message_t(), zmq::send_flags::sndmore);
  socket_.send(zmq::buffer(reply.GetBufferPointer(), reply.GetSize()), zmq::send_flags::dontwait);
}

}  // namespace tripline
