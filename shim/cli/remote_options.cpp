#include "shim/cli/remote_options.hpp"

#include <fmt/format.h>

namespace tripline {
namespace {

Result<std::unique_ptr<EventSubscriber>> open_remote(const RemoteOptions& options) try {
  const auto server_key = parse_curve_key(options.server_key);
  if (!server_key)
    return Error{
        ExitCode::kUsage,
        "--server-key: must be 64 hexadecimal digits; `tripline keys public FILE` prints those of the core's file"};
  if (options.key_file.empty())
    return Error{ExitCode::kUsage,
                 "--connect needs --key-file, a key that the core lists; `tripline keys new` makes one"};
  const auto own = load_curve_pair(options.key_file);
  if (!own) return own.error();
  return std::make_unique<EventSubscriber>(RemoteEvents{options.endpoint, *server_key, *own});
} catch (const zmq::error_t& error) {
  return Error{ExitCode::kUsage,
               fmt::format("--connect {}: {}; write tcp://host:port", options.endpoint, error.what())};
}

}  // namespace

void add_remote_options(CLI::App& app, RemoteOptions& options) {
  auto* connect = app.add_option("--connect", options.endpoint,
                                 "A core on another machine (its events.tcp_endpoint), e.g. tcp://rig:5557");
  app.add_option("--server-key", options.server_key, "Public key of that core, 64 hexadecimal digits")->needs(connect);
  app.add_option("--key-file", options.key_file, "Secret key of this subscriber; the core lists its public key")
      ->needs(connect);
}

Result<std::unique_ptr<EventSubscriber>> open_events(const RigOptions& rig, const RemoteOptions& remote) {
  if (!remote.endpoint.empty()) return open_remote(remote);
  const auto run_dir = run_dir_of(rig);
  if (!run_dir) return run_dir.error();
  return std::make_unique<EventSubscriber>(*run_dir);
}

}  // namespace tripline
