#include "shim/http/origin.hpp"

#include <algorithm>
#include <initializer_list>

namespace tripline {
namespace {

constexpr std::size_t kPortDigits = 5;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= kPortDigits && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '.' || c == '_';
  });
}

// What stands in the brackets is compared with a list anyhow.
bool is_ipv6(std::string_view text) { return text.size() > 2 && text.starts_with('[') && text.ends_with(']'); }

/// What is behind `http://` or `https://`; "" for everything else.
std::string_view host_of(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (origin.starts_with(scheme)) return origin.substr(scheme.size());
  return {};
}

}  // namespace

bool same_text(std::string_view left, std::string_view right) noexcept {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view host_without_port(std::string_view host) noexcept {
  const auto bracket = host.find(']');
  const auto colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const auto name = host.substr(0, colon);
  if (colon != std::string_view::npos && !is_port(host.substr(colon + 1))) return {};
  return is_name(name) || is_ipv6(name) ? name : std::string_view();
}

bool is_origin(std::string_view text) noexcept { return !host_without_port(host_of(text)).empty(); }

bool is_page_of(std::string_view origin, std::string_view host) noexcept {
  return !host.empty() && same_text(host_of(origin), host);
}

}  // namespace tripline
