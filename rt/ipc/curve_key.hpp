// CURVE keys: how they are made, written and read. 32 bytes, as 64 hexadecimal digits in files and on command lines.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rt/base/result.hpp"

namespace tripline {

using CurveKey = std::array<std::uint8_t, 32>;

struct CurvePair {
  CurveKey public_key{};
  CurveKey secret_key{};
};

/// Somebody who is let in.
struct CurveClient {
  CurveKey public_key{};
  std::string name;
};

/// From the kernel's generator. Thread: any, as everything here.
CurvePair make_curve_pair();

std::string to_hex(const CurveKey& key);
std::optional<CurveKey> parse_curve_key(std::string_view hex) noexcept;

/// The pair of the secret key that is the file's only line. Errors: those of read_trusted_file(); kBadConfig.
Result<CurvePair> load_curve_pair(const std::string& path);

/// Lines `public-key name`. Errors: those of read_trusted_file(); kBadConfig with file, line and remedy.
Result<std::vector<CurveClient>> parse_curve_clients(std::string_view text, const std::string& name);
Result<std::vector<CurveClient>> load_curve_clients(const std::string& path);

/// Writes the secret key to a new file of mode 0600. Errors: kCannotCreate, also when the file is there already.
Result<void> save_curve_pair(const CurvePair& pair, const std::string& path, std::string_view name);

}  // namespace tripline
