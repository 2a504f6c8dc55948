#include "shim/api/query.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace tripline {
namespace {

Error wrong(std::string_view name, std::string_view what) {
  return {ExitCode::kUsage, fmt::format("query.{}: {}", name, what)};
}

std::optional<char> hex_byte(std::string_view digits) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) return std::nullopt;
  return static_cast<char>(value);
}

std::optional<std::string> decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const auto byte = hex_byte(text.substr(i + 1, 2));
    if (!byte) return std::nullopt;
    decoded += *byte;
    i += 2;
  }
  return decoded;
}

std::string_view take_until(std::string_view& text, char mark) {
  const auto end = std::min(text.find(mark), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

}  // namespace

Result<Query> Query::read(const Request& request, std::initializer_list<std::string_view> known) {
  Query query;
  for (std::string_view rest = request.query; !rest.empty();) {
    auto value = take_until(rest, '&');
    const auto name = take_until(value, '=');
    if (std::find(known.begin(), known.end(), name) == known.end())
      return wrong(name, known.size() == 0 ? std::string("no such parameter; this takes none")
                                           : fmt::format("no such parameter; use {}", fmt::join(known, ", ")));
    auto decoded = decode(value);
    if (!decoded) return wrong(name, "a '%' is not followed by two hexadecimal digits; write %25 for '%'");
    if (!query.values_.emplace(name, std::move(*decoded)).second) return wrong(name, "given twice; give it once");
  }
  return query;
}

std::optional<std::string> Query::text(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

Result<std::optional<std::uint64_t>> Query::number(std::string_view name, std::uint64_t min, std::uint64_t max) const {
  const auto given = text(name);
  if (!given) return std::optional<std::uint64_t>();
  std::uint64_t value = 0;
  const auto* end = given->data() + given->size();
  const auto [stop, error] = std::from_chars(given->data(), end, value);
  if (given->empty() || error != std::errc() || stop != end || value < min || value > max)
    return wrong(name, fmt::format("'{}' is not allowed; give a whole number from {} to {}", *given, min, max));
  return std::optional(value);
}

Result<std::uint64_t> Query::number(std::string_view name, std::uint64_t fallback, std::uint64_t min,
                                    std::uint64_t max) const {
  const auto given = number(name, min, max);
  if (!given) return given.error();
  return given->value_or(fallback);
}

Result<bool> Query::flag(std::string_view name) const {
  const auto given = text(name);
  if (!given || *given == "false") return false;
  if (*given == "true") return true;
  return wrong(name, fmt::format("'{}' is not allowed; give true or false", *given));
}

}  // namespace tripline
