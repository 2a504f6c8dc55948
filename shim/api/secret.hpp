// Secrets that callers show: made at random, kept as hashes, compared in a time that says nothing.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tripline {

/// What is kept of a token or a session: 32 bytes of BLAKE2b.
using SecretHash = std::array<std::uint8_t, 32>;

/// Thread: any, as everything here.
SecretHash hash_of(std::string_view secret);

/// Takes the same time whatever differs.
bool same_secret(const SecretHash& left, const SecretHash& right) noexcept;

/// 43 letters, digits, '-' and '_': 32 bytes from the kernel's generator.
std::string random_secret();

/// A token can be typed and stands in a header as it is: letters, digits and `-._~`, from kTokenBytesMin to
/// kTokenBytesMax of them.
bool is_token(std::string_view text) noexcept;

}  // namespace tripline
