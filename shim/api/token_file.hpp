// The token file: who may do what. A line each: `role token`; '#' begins a remark.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/base/trusted_file.hpp"
#include "shim/api/role.hpp"
#include "shim/api/secret.hpp"

namespace tripline {

/// The token itself is forgotten.
struct Token {
  Role role = Role::kNone;
  SecretHash hash{};
};

/// `name` is what messages call the text. Errors: kBadConfig with name, line and remedy; never with a token in it.
Result<std::vector<Token>> parse_tokens(std::string_view text, const std::string& name);

/// Errors: those of read_trusted_file() and parse_tokens().
Result<std::vector<Token>> load_tokens(const std::string& path, Keep keep = Keep::kSecret);

/// The file and how it is kept: `wanted` when not empty, else `web-tokens` of $CREDENTIALS_DIRECTORY (systemd) if it is
/// there, else none: "".
struct TokenFilePlace {
  std::string path;
  Keep keep = Keep::kSecret;
};
TokenFilePlace find_token_file(const std::string& wanted);

/// Makes a token, appends it to the file (made with mode 0600 when missing) and returns it: it is written nowhere else.
/// Errors: kUsage for a role that a token cannot have, those of load_tokens(), kCannotCreate.
Result<std::string> add_token(const std::string& path, std::string_view role);

}  // namespace tripline
