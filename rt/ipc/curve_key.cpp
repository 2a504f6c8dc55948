#include "rt/ipc/curve_key.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zmq.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "rt/base/limits.hpp"
#include "rt/base/text_lines.hpp"
#include "rt/base/trusted_file.hpp"
#include "rt/base/unique_fd.hpp"

namespace tripline {
namespace {

using Z85 = std::array<char, 41>;  // ZeroMQ's own spelling, with the terminating zero

CurveKey decoded(const Z85& text) {
  CurveKey key;
  RT_CHECK(::zmq_z85_decode(key.data(), text.data()) != nullptr);
  return key;
}

CurvePair pair_of(const CurveKey& secret) {
  Z85 secret_text;
  Z85 public_text;
  ::zmq_z85_encode(secret_text.data(), secret.data(), secret.size());
  RT_CHECK(::zmq_curve_public(public_text.data(), secret_text.data()) == 0);
  return {decoded(public_text), secret};
}

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

Error fault(const std::string& name, std::size_t line, std::string_view what) {
  return {ExitCode::kBadConfig, fmt::format("{}:{}: {}", name, line, what)};
}

Error cannot_create(const std::string& path) {
  return {ExitCode::kCannotCreate,
          fmt::format("{}: cannot be made: {}; name another file", path, std::strerror(errno))};
}

}  // namespace

CurvePair make_curve_pair() {
  Z85 public_text;
  Z85 secret_text;
  RT_CHECK(::zmq_curve_keypair(public_text.data(), secret_text.data()) == 0);
  return {decoded(public_text), decoded(secret_text)};
}

std::string to_hex(const CurveKey& key) { return fmt::format("{:02x}", fmt::join(key, "")); }

std::optional<CurveKey> parse_curve_key(std::string_view hex) noexcept {
  CurveKey key;
  if (hex.size() != 2 * key.size()) return std::nullopt;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const int high = hex_value(hex[2 * i]);
    const int low = hex_value(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    key[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return key;
}

Result<CurvePair> load_curve_pair(const std::string& path) {
  const auto text = read_trusted_file(path, Keep::kSecret, limits::kTrustedFileBytes);
  if (!text) return text.error();
  const auto lines = text_lines(*text);
  const auto key = lines.size() == 1 ? parse_curve_key(lines.front().text) : std::nullopt;
  if (key) return pair_of(*key);
  return Error{ExitCode::kBadConfig,
               fmt::format("{}: must have one line of 64 hexadecimal digits; `tripline keys new` makes one", path)};
}

Result<std::vector<CurveClient>> parse_curve_clients(std::string_view text, const std::string& name) {
  std::vector<CurveClient> clients;
  for (const auto& line : text_lines(text)) {
    auto rest = line.text;
    const auto key = parse_curve_key(take_word(rest));
    if (!key || rest.empty())
      return fault(name, line.number, "write `public-key name`; `tripline keys new` prints such a line");
    if (std::ranges::any_of(clients, [&](const CurveClient& other) { return other.public_key == *key; }))
      return fault(name, line.number, "this key is in the file already; remove one of the two");
    if (clients.size() >= limits::kRemoteKeys)
      return fault(name, line.number, fmt::format("more than {} keys; remove those not used", limits::kRemoteKeys));
    clients.push_back({*key, std::string(rest)});
  }
  if (!clients.empty()) return clients;
  return Error{ExitCode::kBadConfig, fmt::format("{}: no key in it; `tripline keys new` prints a line for it", name)};
}

Result<std::vector<CurveClient>> load_curve_clients(const std::string& path) {
  const auto text = read_trusted_file(path, Keep::kGenuine, limits::kTrustedFileBytes);
  if (!text) return text.error();
  return parse_curve_clients(*text, path);
}

Result<void> save_curve_pair(const CurvePair& pair, const std::string& path, std::string_view name) {
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file) return cannot_create(path);
  const auto text = fmt::format("# Secret key of {}. Its public key: {}\n{}\n", name, to_hex(pair.public_key),
                                to_hex(pair.secret_key));
  if (::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) return cannot_create(path);
  return {};
}

}  // namespace tripline
