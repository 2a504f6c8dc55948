#include "shim/api/token_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>

#include "rt/base/limits.hpp"
#include "rt/base/text_lines.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {
namespace {

constexpr std::string_view kRoles = "read, operate or configure";

std::optional<Role> role_named(std::string_view name) {
  for (const Role role : {Role::kRead, Role::kOperate, Role::kConfigure})
    if (to_text(role) == name) return role;
  return std::nullopt;
}

Error fault(const std::string& name, std::size_t line, std::string_view what) {
  return {ExitCode::kBadConfig, fmt::format("{}:{}: {}", name, line, what)};
}

Result<Token> parse_line(const TextLine& line, const std::string& name) {
  auto rest = line.text;
  const auto role = role_named(take_word(rest));
  if (!role)
    return fault(name, line.number, fmt::format("begins with no role; write `role token`, the role is {}", kRoles));
  if (!is_token(rest))
    return fault(name, line.number,
                 fmt::format("the token must be {} to {} letters, digits or -._~; `tripline token add {}` makes one",
                             limits::kTokenBytesMin, limits::kTokenBytesMax, to_text(*role)));
  return Token{*role, hash_of(rest)};
}

bool has(const std::vector<Token>& tokens, const Token& token) {
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](const Token& other) { return same_secret(other.hash, token.hash); });
}

Error cannot_write(const std::string& path) {
  return {ExitCode::kCannotCreate,
          fmt::format("{}: cannot be written: {}; name another with --file", path, std::strerror(errno))};
}

/// Whether a line can be appended as it is, or the last one lacks its end.
bool ends_a_line(int fd) {
  const auto size = ::lseek(fd, 0, SEEK_END);
  char last = '\n';
  return size <= 0 || ::pread(fd, &last, 1, size - 1) != 1 || last == '\n';
}

}  // namespace

Result<std::vector<Token>> parse_tokens(std::string_view text, const std::string& name) {
  std::vector<Token> tokens;
  for (const auto& line : text_lines(text)) {
    const auto token = parse_line(line, name);
    if (!token) return token.error();
    if (has(tokens, *token))
      return fault(name, line.number, "this token is in the file already; remove one of the two");
    if (tokens.size() >= limits::kTokens)
      return fault(name, line.number, fmt::format("more than {} tokens; remove those not used", limits::kTokens));
    tokens.push_back(*token);
  }
  if (tokens.empty())
    return Error{ExitCode::kBadConfig,
                 fmt::format("{}: no token in it; `tripline token add configure --file {}` makes one", name, name)};
  return tokens;
}

Result<std::vector<Token>> load_tokens(const std::string& path, Keep keep) {
  const auto text = read_trusted_file(path, keep, limits::kTrustedFileBytes);
  if (!text) return text.error();
  return parse_tokens(*text, path);
}

TokenFilePlace find_token_file(const std::string& wanted) {
  if (!wanted.empty()) return {wanted, Keep::kSecret};
  const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
  if (credentials == nullptr || *credentials == '\0') return {};
  const auto path = std::filesystem::path(credentials) / "web-tokens";
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return {};
  return {path.string(), Keep::kCredential};
}

Result<std::string> add_token(const std::string& path, std::string_view role) {
  if (!role_named(role)) return Error{ExitCode::kUsage, fmt::format("'{}' is no role; use {}", role, kRoles)};
  const UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0600));
  if (!file) return cannot_write(path);
  // What is there already must be right, or the new token would never be read.
  const auto before = read_trusted_file(path, Keep::kSecret, limits::kTrustedFileBytes);
  if (!before) return before.error();
  if (!text_lines(*before).empty())
    if (const auto parsed = parse_tokens(*before, path); !parsed) return parsed.error();
  auto token = random_secret();
  const auto line = fmt::format("{}{} {}\n", ends_a_line(file.get()) ? "" : "\n", role, token);
  if (::write(file.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size())) return cannot_write(path);
  return token;
}

}  // namespace tripline
