#include "shim/cli/token_command.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "shim/api/token_file.hpp"

namespace tripline {
namespace {

struct TokenOptions {
  std::string role;
  std::string file;
};

Result<void> add(const TokenOptions& options) {
  const auto token = add_token(options.file, options.role);
  if (!token) return token.error();
  fmt::print(stderr, "{}: a token for the role '{}' was added. It is shown this once; restart tripline-web.\n",
             options.file, options.role);
  fmt::print("{}\n", *token);
  return {};
}

}  // namespace

void add_token_command(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<TokenOptions>();
  auto* token = app.add_subcommand("token", "Tokens for the page and the API of a rig");
  token->require_subcommand(1);
  auto* command = token->add_subcommand("add", "Make a token and add it to a token file (tripline-web --token-file)");
  command->add_option("role", options->role, "read: look; operate: arm, fire, start, stop too; configure: everything")
      ->required();
  command->add_option("--file", options->file, "The token file; made with mode 0600 when missing")->required();
  command->callback([&chosen, options] { chosen = [options] { return add(*options); }; });
}

}  // namespace tripline
