#include "shim/http/http_server.hpp"

#include <civetweb.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "rt/base/limits.hpp"
#include "rt/base/log.hpp"
#include "shim/http/connection_sockets.hpp"
#include "shim/http/exchange.hpp"
#include "shim/http/request_guard.hpp"
#include "shim/http/web_socket_hub.hpp"

namespace tripline {
namespace {

std::string in_ms(std::chrono::milliseconds duration) { return std::to_string(duration.count()); }

struct LibraryOption {
  const char* name;
  std::string value;
};

// There is no document root: no file of this machine can be reached.
std::vector<LibraryOption> library_options(const HttpOptions& options) {
  return {{"listening_ports", fmt::format("{}:{}", options.address, options.port)},
          {"num_threads", std::to_string(limits::kHttpWorkers)},
          {"connection_queue", std::to_string(limits::kHttpQueue)},
          {"listen_backlog", std::to_string(limits::kHttpBacklog)},
          {"max_request_size", std::to_string(limits::kHttpHeaderBytes)},
          {"request_timeout_ms", in_ms(limits::kHttpStall)},
          {"enable_keep_alive", "no"},  // a kept-alive connection holds a worker although it asks for nothing
          {"tcp_nodelay", "1"},
          {"access_control_allow_origin", ""},  // left alone, these three say "*"
          {"access_control_allow_methods", ""},
          {"access_control_allow_headers", ""},
          {"enable_directory_listing", "no"}};
}

int log_library_line(const mg_connection*, const char* message) {
  log_debug("http", message);
  return 1;
}

// What the library refuses by itself gets the same shape and headers as everything else.
int answer_library_error(mg_connection* connection, int status, const char* message) {
  write_response(*connection, problem(status, message == nullptr ? "" : message), true);
  return 0;
}

HttpServer& server_of(const mg_connection* connection) {
  return *static_cast<HttpServer*>(::mg_get_user_data(::mg_get_context(connection)));
}

bool is_upgrade(const Request& request) { return !request.header("Sec-WebSocket-Key").empty(); }

}  // namespace

HttpServer::HttpServer(RequestGuard guard, const Api& api, std::vector<SocketEndpoint> endpoints, PageCounts& counts)
    : guard_(std::move(guard)),
      api_(api),
      watch_(limits::kHttpWorkers),
      hub_(std::make_unique<WebSocketHub>(std::move(endpoints), counts)) {}

Result<std::unique_ptr<HttpServer>> HttpServer::start(const HttpOptions& options, Access& access, const Api& api,
                                                      std::vector<SocketEndpoint> endpoints, PageCounts& counts) {
  if (const auto checked = check_http_options(options, access.login_needed()); !checked) return checked.error();
  std::unique_ptr<HttpServer> server(
      new HttpServer(RequestGuard(access, guard_options(options)), api, std::move(endpoints), counts));
  if (const auto listening = server->listen(options); !listening) return listening.error();
  return server;
}

Result<void> HttpServer::listen(const HttpOptions& options) {
  mg_callbacks callbacks{};
  callbacks.init_connection = [](const mg_connection* connection, void**) {
    server_of(connection).watch_.taken();
    return 0;
  };
  callbacks.begin_request = [](mg_connection* connection) { return server_of(connection).serve(*connection); };
  callbacks.connection_close = [](const mg_connection* connection) {
    server_of(connection).watch_.released(*connection);
  };
  callbacks.log_message = log_library_line;
  callbacks.http_error = answer_library_error;
  const auto texts = library_options(options);
  std::vector<const char*> list;
  for (const auto& option : texts) list.insert(list.end(), {option.name, option.value.c_str()});
  list.push_back(nullptr);

  ::mg_init_library(MG_FEATURES_DEFAULT);
  std::array<char, 256> reason{};
  mg_init_data start{};
  start.callbacks = &callbacks;
  start.user_data = this;
  start.configuration_options = list.data();
  mg_error_data error{};
  error.text = reason.data();
  error.text_buffer_size = reason.size();
  context_ = ::mg_start2(&start, &error);
  if (context_ == nullptr)
    return Error{ExitCode::kSystem, fmt::format("the web server did not start on {}:{}: {}", options.address,
                                                options.port, reason.data())};
  hub_->attach(*context_);
  mg_server_port listening{};
  if (::mg_get_server_ports(context_, 1, &listening) == 1) port_ = static_cast<std::uint16_t>(listening.port);
  watch_.start(port_);
  return {};
}

HttpServer::~HttpServer() {
  if (context_ == nullptr) return;
  stopping_ = true;
  hub_->close_all();
  watch_.drain(MonoClock::now() + limits::kHttpDrain);
  // The library's threads look up only every two seconds; like this they wake at once.
  end_sockets(port_);
  ::mg_stop(context_);
}

int HttpServer::serve(mg_connection& connection) {
  watch_.begun(connection);
  auto request = read_head(connection);
  const auto* endpoint = hub_->find(request.path);
  auto refusal = refuse(request, endpoint);
  if (endpoint != nullptr && !refusal) {
    watch_.waits_for(connection, WorkerWaitsFor::kWebSocket);
    return 0;
  }
  // Otherwise the library reads on behind a refused body, for as long as the client sends.
  ::mg_disable_connection_keep_alive(&connection);
  auto response = refusal ? std::move(*refusal) : respond(connection, request);
  guard_.mark(request, response);
  reply(connection, request, response);
  return response.status;
}

std::optional<Response> HttpServer::refuse(Request& request, const SocketEndpoint* endpoint) const {
  if (stopping_) return problem(503, "the web process stops", {{}, "ask again in a moment"});
  if (auto refusal = guard_.admit(request, endpoint)) return refusal;
  if (endpoint == nullptr) return std::nullopt;
  if (!is_upgrade(request)) return problem(426, fmt::format("{} is a WebSocket", request.path));
  if (hub_->is_full())
    return problem(503, fmt::format("{} WebSockets are open, which is the limit", limits::kWebSockets),
                   {{}, "close a page"});
  return std::nullopt;
}

Response HttpServer::respond(mg_connection& connection, Request& request) {
  if (auto answer = guard_.preflight(request)) return std::move(*answer);
  watch_.waits_for(connection, WorkerWaitsFor::kBody);
  auto refusal = read_body(connection, request);
  watch_.waits_for(connection, WorkerWaitsFor::kNobody);
  return refusal ? std::move(*refusal) : api_.handle(request);
}

void HttpServer::reply(mg_connection& connection, const Request& request, const Response& response) {
  watch_.waits_for(connection, WorkerWaitsFor::kReply);
  write_response(connection, response, request.method != "HEAD");
  watch_.waits_for(connection, WorkerWaitsFor::kNobody);
}

}  // namespace tripline
