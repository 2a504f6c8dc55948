#include "shim/api/secret.hpp"

#include <sodium.h>

#include <algorithm>

#include "rt/base/check.hpp"
#include "rt/base/limits.hpp"

namespace tripline {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~").find(c) != std::string_view::npos;
}

}  // namespace

SecretHash hash_of(std::string_view secret) {
  RT_CHECK(::sodium_init() >= 0);
  SecretHash hash;
  ::crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(secret.data()), secret.size(),
                       nullptr, 0);
  return hash;
}

bool same_secret(const SecretHash& left, const SecretHash& right) noexcept {
  return ::sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string random_secret() {
  RT_CHECK(::sodium_init() >= 0);
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::array<unsigned char, 32> bytes;
  ::randombytes_buf(bytes.data(), bytes.size());
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  ::sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
  ::sodium_memzero(bytes.data(), bytes.size());
  text.pop_back();  // the terminating zero
  return text;
}

bool is_token(std::string_view text) noexcept {
  return text.size() >= limits::kTokenBytesMin && text.size() <= limits::kTokenBytesMax &&
         std::all_of(text.begin(), text.end(), is_plain);
}

}  // namespace tripline
