#include "shim/api/config_tag.hpp"

#include <fmt/format.h>

#include <charconv>

namespace tripline {
namespace {

template <typename Number>
bool parse_whole(std::string_view digits, int base, Number& value) {
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, base);
  return !digits.empty() && error == std::errc() && stop == end;
}

}  // namespace

std::string to_text(const ConfigTag& tag) { return fmt::format("\"{:016x}-{}\"", tag.run_id, tag.revision); }

std::optional<ConfigTag> parse_config_tag(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::nullopt;
  const auto inner = text.substr(1, text.size() - 2);
  const auto dash = inner.find('-');
  ConfigTag tag;
  if (dash == std::string_view::npos || !parse_whole(inner.substr(0, dash), 16, tag.run_id) ||
      !parse_whole(inner.substr(dash + 1), 10, tag.revision))
    return std::nullopt;
  return tag;
}

bool lists_tag(std::string_view list, const ConfigTag& tag) {
  return list == "*" || list.find(to_text(tag)) != std::string_view::npos;
}

}  // namespace tripline
