#include "shim/lifecycle/rig_env.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr std::string_view kProfileKey = "TRIPLINE_PROFILE";
constexpr std::string_view kPortKey = "TRIPLINE_PORT";
constexpr std::string_view kSpace = " \t";

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// Only what can be shown in a message, and read back.
bool is_name_of_a_variable(std::string_view key) {
  const auto allowed = [](char c) { return is_letter_or_digit(c) || c == '_'; };
  return !key.empty() && key.size() <= limits::kProfileNameBytes && std::all_of(key.begin(), key.end(), allowed);
}

/// Reads the file line by line; the first fault ends it.
class EnvReader {
 public:
  explicit EnvReader(const std::string& file) : file_(file) {}

  Result<void> take(std::string_view line) {
    ++line_;
    const auto is_control = [](char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f'; };
    if (std::any_of(line.begin(), line.end(), is_control) || line.find('\\') != std::string_view::npos)
      return fault("has a backslash or a control character; write plain lines such as TRIPLINE_PORT=8080");
    const auto text = trim(line);
    if (text.empty() || text.front() == '#' || text.front() == ';') return {};
    const auto equals = text.find('=');
    const auto key = text.substr(0, equals);
    if (equals == std::string_view::npos || !is_name_of_a_variable(key))
      return fault("is not KEY=value; write TRIPLINE_PROFILE=<name> or TRIPLINE_PORT=<number>");
    return assign(key, text.substr(equals + 1));
  }

  Result<RigEnv> done() const {
    for (const auto& [key, given] :
         {std::pair(kProfileKey, profile_.has_value()), std::pair(kPortKey, port_.has_value())})
      if (!given)
        return Error{ExitCode::kBadConfig, fmt::format("{}: {} is missing; add the line {}={}", file_, key, key,
                                                       key == kPortKey ? "8080" : "demo")};
    return RigEnv{*profile_, *port_};
  }

 private:
  Result<void> assign(std::string_view key, std::string_view value) {
    if (key == kProfileKey) return profile_ ? twice(key) : set_profile(value);
    if (key == kPortKey) return port_ ? twice(key) : set_port(value);
    return fault(
        fmt::format("{} does not belong here, only {} and {} do; take the line out, or put the variable into "
                    "a drop-in with `systemctl edit`",
                    key, kProfileKey, kPortKey));
  }

  Result<void> set_profile(std::string_view value) {
    if (const auto checked = check_profile_name(value); !checked) return fault(checked.error().message);
    profile_ = std::string(value);
    return {};
  }

  Result<void> set_port(std::string_view value) {
    std::uint32_t port = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), port);
    if (error != std::errc() || end != value.data() + value.size())
      return fault("TRIPLINE_PORT is no plain number; write it as TRIPLINE_PORT=8080");
    if (const auto checked = check_rig_port(port); !checked) return fault(checked.error().message);
    port_ = static_cast<std::uint16_t>(port);
    return {};
  }

  Result<void> twice(std::string_view key) const { return fault(fmt::format("{} is there twice; keep one", key)); }
  Error fault(std::string_view what) const {
    return {ExitCode::kBadConfig, fmt::format("{}:{}: {}", file_, line_, what)};
  }

  const std::string& file_;
  int line_ = 0;
  std::optional<std::string> profile_;
  std::optional<std::uint16_t> port_;
};

}  // namespace

Result<RigEnv> parse_rig_env(std::string_view text, const std::string& file) {
  if (text.size() > limits::kRigEnvBytes)
    return Error{ExitCode::kBadConfig,
                 fmt::format("{}: is longer than {} bytes; it needs two lines only", file, limits::kRigEnvBytes)};
  EnvReader reader(file);
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    if (const auto taken = reader.take(text.substr(begin, end - begin)); !taken) return taken.error();
    begin = end + 1;
  }
  return reader.done();
}

Result<RigEnv> read_rig_env(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(limits::kRigEnvBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.is_open() || stream.bad())
    return Error{errno == EACCES ? ExitCode::kNoPermission : ExitCode::kNoInput,
                 fmt::format("{}: cannot be read: {}; use sudo, or join the group tripline", file.string(),
                             std::strerror(errno))};
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return parse_rig_env(text, file.string());
}

std::string to_text(const RigEnv& env) {
  return fmt::format("# What this rig's units are started with; `tripline rig list` checks it.\n{}={}\n{}={}\n",
                     kProfileKey, env.profile, kPortKey, env.port);
}

Result<void> check_profile_name(std::string_view profile) {
  const auto allowed = [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; };
  if (!profile.empty() && profile.size() <= limits::kProfileNameBytes && profile.front() != '.' &&
      std::all_of(profile.begin(), profile.end(), allowed))
    return {};
  return Error{ExitCode::kUsage, fmt::format("the profile's name is not 1 to {} letters, digits, '.', '_' or '-' with "
                                             "no dot first; give a name such as demo, not a path",
                                             limits::kProfileNameBytes)};
}

Result<void> check_rig_port(std::uint32_t port) {
  if (port >= limits::kRigPortLeast && port <= limits::kRigPortMost) return {};
  return Error{ExitCode::kUsage, fmt::format("port {} is not within {} to {}; choose another, below that a reverse "
                                             "proxy is needed",
                                             port, limits::kRigPortLeast, limits::kRigPortMost)};
}

}  // namespace tripline
