#include "shim/api/request.hpp"

#include <algorithm>

namespace tripline {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace

std::string_view Request::header(std::string_view name) const noexcept {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const HttpHeader& row) { return same_name(row.name, name); });
  return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

}  // namespace tripline
