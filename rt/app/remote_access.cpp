#include "rt/app/remote_access.hpp"

#include <fmt/format.h>

#include <utility>

namespace tripline {
namespace {

namespace fs = std::filesystem;

Result<void> check_endpoint(const std::string& endpoint) {
  if (endpoint.starts_with("tcp://")) return {};
  return Error{ExitCode::kBadConfig,
               fmt::format("events.tcp_endpoint: '{}' is none; write tcp://address:port, or nothing", endpoint)};
}

Error lacks(const char* field, const char* remedy) {
  return {ExitCode::kBadConfig,
          fmt::format("{}: is empty, and without keys events.tcp_endpoint is not opened; {}", field, remedy)};
}

}  // namespace

Result<std::optional<RemoteAccess>> load_remote_access(const wire::EventsT& config, const fs::path& beside) {
  if (config.tcp_endpoint.empty()) return std::optional<RemoteAccess>();
  if (const auto checked = check_endpoint(config.tcp_endpoint); !checked) return checked.error();
  if (config.server_secret_key_file.empty())
    return lacks("events.server_secret_key_file", "`tripline keys new core` makes one");
  if (config.client_keys_file.empty())
    return lacks("events.client_keys_file", "name a file of lines `public-key name`; `tripline keys new` prints them");
  auto server = load_curve_pair((beside / config.server_secret_key_file).string());
  if (!server) return server.error();
  auto clients = load_curve_clients((beside / config.client_keys_file).string());
  if (!clients) return clients.error();
  return std::optional(RemoteAccess{config.tcp_endpoint, *server, std::move(*clients)});
}

}  // namespace tripline
