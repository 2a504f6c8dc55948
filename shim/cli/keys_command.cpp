#include "shim/cli/keys_command.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "rt/ipc/curve_key.hpp"

namespace tripline {
namespace {

struct KeyOptions {
  std::string name;
  std::string file;
};

Result<void> make(const KeyOptions& options) {
  const auto file = options.file.empty() ? options.name + ".key" : options.file;
  const auto pair = make_curve_pair();
  if (const auto saved = save_curve_pair(pair, file, options.name); !saved) return saved.error();
  fmt::print(stderr,
             "{}: the secret key of {}; it stays where it is. Of a subscriber add the line below to the core's "
             "events.client_keys_file; of the core give its digits to subscribers as --server-key.\n",
             file, options.name);
  fmt::print("{} {}\n", to_hex(pair.public_key), options.name);
  return {};
}

Result<void> show_public(const KeyOptions& options) {
  const auto pair = load_curve_pair(options.file);
  if (!pair) return pair.error();
  fmt::print("{}\n", to_hex(pair->public_key));
  return {};
}

}  // namespace

void add_keys_command(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<KeyOptions>();
  auto* keys = app.add_subcommand("keys", "Keys for subscribers on other machines (events.tcp_endpoint)");
  keys->require_subcommand(1);
  auto* fresh = keys->add_subcommand("new", "Make a key: the secret one in a file, the public one on standard output");
  fresh->add_option("name", options->name, "Whose key it is, e.g. core or logger")->required();
  fresh->add_option("--file", options->file, "Where the secret key goes; default: NAME.key");
  fresh->callback([&chosen, options] { chosen = [options] { return make(*options); }; });
  auto* shown = keys->add_subcommand("public", "Print the public key that belongs to a file's secret one");
  shown->add_option("file", options->file, "The file")->required();
  shown->callback([&chosen, options] { chosen = [options] { return show_public(*options); }; });
}

}  // namespace tripline
